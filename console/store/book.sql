-- Version 3. Notes of technicians are no longer mixed with what the client
-- reads: ticket.note is the text of the end alone, notes stand in the journal.
UPDATE ticket SET note = coalesce((SELECT x.text FROM event e
	JOIN event_text x ON x.event = e.id
	WHERE e.ticket = ticket.id AND e.kind = 'ended'
	ORDER BY e.seq DESC LIMIT 1), '');

-- Reasons of corrections may name a person: they can be forgotten.
DROP TRIGGER IF EXISTS correction_no_update;
CREATE TRIGGER IF NOT EXISTS correction_forget BEFORE UPDATE ON correction
WHEN NEW.reason <> '?' OR NEW.event <> OLD.event OR
	NEW.ticket <> OLD.ticket OR NEW.at_utc <> OLD.at_utc OR
	NEW.author <> OLD.author OR NEW.net_gr <> OLD.net_gr
BEGIN SELECT RAISE (ABORT, 'a correction is never changed'); END;
