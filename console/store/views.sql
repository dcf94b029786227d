-- The views for people hold nothing that a terminal would obey.
-- Texts of before, when controls were kept as they came, are not shown.
DROP VIEW IF EXISTS v_timelog;
DROP VIEW IF EXISTS v_queue;
DROP VIEW IF EXISTS v_person;

-- Of each person the texts that can be shown: no C0, C1, bidi, zero width.
CREATE VIEW v_person AS
WITH bad(set_of) AS (SELECT '*[' || char(1, 45, 31, 127, 45, 159, 173, 1564,
		8203, 45, 8207, 8232, 45, 8238, 8288, 45, 8303, 65279) || ']*')
SELECT ticket,
	CASE WHEN client GLOB set_of THEN '(not printable)' ELSE client END
		AS client,
	CASE WHEN name GLOB set_of THEN '(not printable)' ELSE name END
		AS name,
	CASE WHEN phone GLOB set_of THEN '(not printable)' ELSE phone END
		AS phone,
	CASE WHEN replace(problem, char(10), ' ') GLOB set_of
		THEN '(not printable)' ELSE replace(problem, char(10), ' ') END
		AS problem
FROM person, bad;

-- For people with sqlite3: every ticket with its worked time and amount.
CREATE VIEW v_timelog AS
SELECT t.id AS ticket,
	strftime('%Y-%m-%d %H:%M', t.opened_utc, 'unixepoch', 'localtime')
		AS opened,
	strftime('%Y-%m-%d %H:%M', t.closed_utc, 'unixepoch', 'localtime')
		AS completed,
	p.client AS client, t.product AS product,
	coalesce((SELECT group_concat(w.technician, ', ') FROM
		(SELECT v.technician FROM visit v WHERE v.ticket = t.id
			GROUP BY v.technician ORDER BY min(v.visit)) w),
		CASE WHEN t.closed_utc IS NULL THEN t.technician ELSE '' END)
		AS technician,
	CASE t.outcome WHEN '' THEN t.state ELSE t.outcome END AS outcome,
	printf('%d:%02d:%02d', t.worked_s / 3600, t.worked_s / 60 % 60,
		t.worked_s % 60) AS worked,
	printf('%d:%02d:%02d', t.billed_s / 3600, t.billed_s / 60 % 60,
		t.billed_s % 60) AS billed,
	printf('%d.%02d', t.final_net_gr / 100, t.final_net_gr % 100) AS net,
	printf('%d.%02d', t.final_vat_gr / 100, t.final_vat_gr % 100) AS vat,
	printf('%d.%02d', t.final_gross_gr / 100, t.final_gross_gr % 100)
		AS gross,
	t.invoice AS invoice,
	(SELECT y.day FROM payment y WHERE y.ticket = t.id) AS paid
FROM ticket t JOIN v_person p ON p.ticket = t.id
ORDER BY t.id;

-- Who waits or is being served now.
CREATE VIEW v_queue AS
SELECT t.id AS ticket, t.state AS state,
	strftime('%Y-%m-%d %H:%M', t.opened_utc, 'unixepoch', 'localtime')
		AS since,
	p.client AS client, p.name AS name, p.phone AS phone,
	t.product AS product, t.wanted AS wanted, t.technician AS technician,
	p.problem AS problem
FROM ticket t JOIN v_person p ON p.ticket = t.id
WHERE t.closed_utc IS NULL
ORDER BY t.id;
