-- Version 9. Who put a ticket back, or handed it on, out of an open visit has
-- left: his visit went on in the table until the next one or the ticket's end.
UPDATE visit SET to_utc = max(from_utc, left_it.at_utc)
FROM (SELECT ticket, kind, at_utc, lag(kind) OVER course AS before,
		count(*) FILTER (WHERE kind = 'attached') OVER course AS visit
	FROM event WHERE kind IN ('attached', 'detached', 'recovered',
		'released')
	WINDOW course AS (PARTITION BY ticket ORDER BY seq)) AS left_it
WHERE left_it.kind = 'released' AND left_it.before = 'attached'
	AND left_it.ticket = visit.ticket AND left_it.visit = visit.visit;
