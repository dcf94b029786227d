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

-- Look-ups fold more than they did: every kind of blank, width, invisible
-- characters.
DROP TRIGGER IF EXISTS person_forget;
UPDATE person SET folded = fold(client),
	words = fold(name) || char(10) || fold(company) || char(10) ||
		fold(phone) || char(10) || fold(problem) || char(10)
WHERE forgotten_utc IS NULL;
CREATE TRIGGER IF NOT EXISTS person_forget BEFORE UPDATE ON person
WHEN NEW.name <> '' OR NEW.company <> '' OR NEW.phone <> '' OR
	NEW.problem <> '' OR NEW.agent_key <> '' OR NEW.words <> '' OR
	NEW.salt IS NOT NULL OR NEW.forgotten_utc IS NULL OR
	NEW.ticket <> OLD.ticket
BEGIN SELECT RAISE (ABORT, 'a person can only be forgotten'); END;
