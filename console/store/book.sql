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

-- The client book, made from the rows of the journal under ticket 0.
CREATE TABLE IF NOT EXISTS contractor (
	code TEXT PRIMARY KEY COLLATE NOCASE,
	name TEXT NOT NULL,
	folded TEXT NOT NULL,           -- name in one form, for look-ups
	nip TEXT NOT NULL,              -- ten digits or ''
	address TEXT NOT NULL,
	note TEXT NOT NULL,             -- internal
	merged TEXT NOT NULL COLLATE NOCASE, -- code of another, '' in force
	event INTEGER NOT NULL          -- row of its last change
) STRICT;
CREATE TABLE IF NOT EXISTS ticket_contractor (
	ticket INTEGER PRIMARY KEY REFERENCES ticket (id),
	contractor TEXT NOT NULL COLLATE NOCASE,
	event INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS contractor_folded ON contractor (folded);
CREATE INDEX IF NOT EXISTS contractor_nip ON contractor (nip);
CREATE INDEX IF NOT EXISTS ticket_contractor_code
	ON ticket_contractor (contractor);
