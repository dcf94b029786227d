-- pomoc's database, schema 1. The journal (table event) is the record: it is
-- only ever added to, and each row carries the SHA-256 of itself and of the row
-- before. ticket, visit, segment and quote are projections of it, kept in the
-- same transaction so that people and reports can read them with plain SQL.
-- Amounts are grosze, lengths seconds, points in time UTC seconds.

CREATE TABLE IF NOT EXISTS ticket (
	id INTEGER PRIMARY KEY,         -- its number for people
	secret TEXT NOT NULL,           -- resumes it; emptied at the end
	state TEXT NOT NULL,
	opened_utc INTEGER NOT NULL,
	started_utc INTEGER,            -- the client first let somebody in
	closed_utc INTEGER,
	product TEXT NOT NULL,
	wanted TEXT NOT NULL,           -- technician asked for, '' anyone
	technician TEXT NOT NULL,       -- who worked last
	outcome TEXT NOT NULL,          -- '' while open
	worked_s INTEGER NOT NULL,      -- raw working time
	billed_s INTEGER NOT NULL,      -- after rounding
	net_gr INTEGER NOT NULL,        -- as billed
	vat_gr INTEGER NOT NULL,
	gross_gr INTEGER NOT NULL,
	final_net_gr INTEGER NOT NULL,  -- after a correction, else as billed
	final_vat_gr INTEGER NOT NULL,
	final_gross_gr INTEGER NOT NULL,
	vat_bp INTEGER NOT NULL,        -- rate of a correction or fixed sum
	invoice TEXT,                   -- number, NULL when not invoiced
	note TEXT NOT NULL,             -- what the client reads
	recovered INTEGER NOT NULL,     -- times the desk started anew
	seq INTEGER NOT NULL            -- of the last event in here
) STRICT;

-- What a client told about himself: the only table that can be emptied of it.
CREATE TABLE IF NOT EXISTS person (
	ticket INTEGER PRIMARY KEY REFERENCES ticket (id),
	name TEXT NOT NULL,
	company TEXT NOT NULL,
	phone TEXT NOT NULL,
	problem TEXT NOT NULL,
	agent_key TEXT NOT NULL,        -- SHA256:… of the agent's key
	client TEXT NOT NULL,           -- company, else name: what lists show
	folded TEXT NOT NULL,           -- client in small letters, for look-ups
	words TEXT NOT NULL,            -- everything in small letters, for search
	salt BLOB,                      -- of the seal in the journal
	forgotten_utc INTEGER
) STRICT;

-- The price list of the moment the ticket was opened.
CREATE TABLE IF NOT EXISTS price_line (
	ticket INTEGER NOT NULL REFERENCES ticket (id),
	line INTEGER NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	products TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	net_gr INTEGER NOT NULL,        -- per hour
	minimum_s INTEGER NOT NULL,
	quantum_s INTEGER NOT NULL,
	vat_bp INTEGER NOT NULL,
	quoted_first INTEGER NOT NULL,
	PRIMARY KEY (ticket, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS event (
	id INTEGER PRIMARY KEY,         -- 1, 2, 3 … without a gap
	ticket INTEGER NOT NULL,        -- 0: about none, see book.sql
	seq INTEGER NOT NULL,           -- 1, 2, 3 … within the ticket
	kind TEXT NOT NULL,
	at_ms INTEGER NOT NULL,         -- monotonic, of the desk's machine
	beat_ms INTEGER NOT NULL,       -- the client was last heard
	at_utc INTEGER NOT NULL,
	actor TEXT NOT NULL,
	line INTEGER NOT NULL,          -- price line, -1 none
	yes INTEGER NOT NULL,
	seconds INTEGER NOT NULL,
	net_gr INTEGER NOT NULL,
	text TEXT,                      -- NULL when it stands in event_text
	text2 TEXT NOT NULL,
	seal BLOB,                      -- SHA-256 over salt and free text
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	UNIQUE (ticket, seq)
) STRICT;

-- Free text of sealed events; emptied by forget and purge.
CREATE TABLE IF NOT EXISTS event_text (
	event INTEGER PRIMARY KEY REFERENCES event (id),
	text TEXT NOT NULL,
	salt BLOB,
	forgotten_utc INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS visit (
	ticket INTEGER NOT NULL REFERENCES ticket (id),
	visit INTEGER NOT NULL,
	technician TEXT NOT NULL,
	from_utc INTEGER NOT NULL,
	to_utc INTEGER,
	PRIMARY KEY (ticket, visit)
) STRICT, WITHOUT ROWID;

-- Working time per price line, and what it came to when the ticket closed.
CREATE TABLE IF NOT EXISTS segment (
	ticket INTEGER NOT NULL REFERENCES ticket (id),
	line INTEGER NOT NULL,
	name TEXT NOT NULL,
	worked_s INTEGER NOT NULL,
	billed_s INTEGER NOT NULL,
	net_gr INTEGER NOT NULL,
	vat_bp INTEGER NOT NULL,
	PRIMARY KEY (ticket, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS quote (
	ticket INTEGER NOT NULL REFERENCES ticket (id),
	quote INTEGER NOT NULL,
	at_utc INTEGER NOT NULL,
	technician TEXT NOT NULL,
	fixed INTEGER NOT NULL,         -- 1: a sum, 0: hours that are a cap
	net_gr INTEGER NOT NULL,
	seconds INTEGER NOT NULL,
	text TEXT NOT NULL,
	answer TEXT NOT NULL,           -- '', yes, no, expired, withdrawn
	answered_utc INTEGER,
	PRIMARY KEY (ticket, quote)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS correction (
	event INTEGER PRIMARY KEY REFERENCES event (id),
	ticket INTEGER NOT NULL REFERENCES ticket (id),
	at_utc INTEGER NOT NULL,
	author TEXT NOT NULL,
	net_gr INTEGER NOT NULL,
	reason TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS invoice (
	event INTEGER PRIMARY KEY REFERENCES event (id),
	ticket INTEGER NOT NULL REFERENCES ticket (id),
	at_utc INTEGER NOT NULL,
	author TEXT NOT NULL,
	number TEXT NOT NULL,
	reversal INTEGER NOT NULL,
	reason TEXT NOT NULL            -- of a reversal
) STRICT;

CREATE TABLE IF NOT EXISTS alarm (
	id INTEGER PRIMARY KEY,
	at_utc INTEGER NOT NULL,
	ticket INTEGER,
	what TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS ticket_opened ON ticket (opened_utc);
CREATE INDEX IF NOT EXISTS ticket_technician ON ticket (technician, opened_utc);
CREATE INDEX IF NOT EXISTS ticket_product ON ticket (product, opened_utc);
CREATE INDEX IF NOT EXISTS ticket_open ON ticket (id) WHERE closed_utc IS NULL;
CREATE INDEX IF NOT EXISTS ticket_invoice ON ticket (invoice)
	WHERE invoice IS NOT NULL;
CREATE INDEX IF NOT EXISTS person_folded ON person (folded);
CREATE INDEX IF NOT EXISTS person_key ON person (agent_key);
CREATE INDEX IF NOT EXISTS correction_ticket ON correction (ticket);
CREATE INDEX IF NOT EXISTS invoice_ticket ON invoice (ticket);

-- The record cannot be changed or thrown away, also not by INSERT OR REPLACE.
CREATE TRIGGER IF NOT EXISTS event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) OR
	EXISTS (SELECT 1 FROM event
		WHERE ticket = NEW.ticket AND seq = NEW.seq)
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;

CREATE TRIGGER IF NOT EXISTS ticket_no_delete BEFORE DELETE ON ticket
BEGIN SELECT RAISE (ABORT, 'a ticket is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS price_line_no_update BEFORE UPDATE ON price_line
BEGIN SELECT RAISE (ABORT, 'prices of a ticket are never changed'); END;
CREATE TRIGGER IF NOT EXISTS price_line_no_delete BEFORE DELETE ON price_line
BEGIN SELECT RAISE (ABORT, 'prices of a ticket are never changed'); END;
CREATE TRIGGER IF NOT EXISTS correction_no_update BEFORE UPDATE ON correction
BEGIN SELECT RAISE (ABORT, 'a correction is never changed'); END;
CREATE TRIGGER IF NOT EXISTS correction_no_delete BEFORE DELETE ON correction
BEGIN SELECT RAISE (ABORT, 'a correction is never changed'); END;
CREATE TRIGGER IF NOT EXISTS invoice_no_update BEFORE UPDATE ON invoice
BEGIN SELECT RAISE (ABORT, 'an invoice row is never changed'); END;
CREATE TRIGGER IF NOT EXISTS invoice_no_delete BEFORE DELETE ON invoice
BEGIN SELECT RAISE (ABORT, 'an invoice row is never changed'); END;
CREATE TRIGGER IF NOT EXISTS alarm_no_update BEFORE UPDATE ON alarm
BEGIN SELECT RAISE (ABORT, 'an alarm is never changed'); END;
CREATE TRIGGER IF NOT EXISTS alarm_no_delete BEFORE DELETE ON alarm
BEGIN SELECT RAISE (ABORT, 'an alarm is never changed'); END;

-- Free text may only be forgotten, not rewritten.
CREATE TRIGGER IF NOT EXISTS event_text_forget BEFORE UPDATE ON event_text
WHEN NEW.text <> '' OR NEW.salt IS NOT NULL OR
	NEW.forgotten_utc IS NULL OR NEW.event <> OLD.event
BEGIN SELECT RAISE (ABORT, 'text can only be forgotten'); END;
CREATE TRIGGER IF NOT EXISTS event_text_no_delete BEFORE DELETE ON event_text
BEGIN SELECT RAISE (ABORT, 'text can only be forgotten'); END;
CREATE TRIGGER IF NOT EXISTS person_forget BEFORE UPDATE ON person
WHEN NEW.name <> '' OR NEW.company <> '' OR NEW.phone <> '' OR
	NEW.problem <> '' OR NEW.agent_key <> '' OR NEW.words <> '' OR
	NEW.salt IS NOT NULL OR NEW.forgotten_utc IS NULL OR
	NEW.ticket <> OLD.ticket
BEGIN SELECT RAISE (ABORT, 'a person can only be forgotten'); END;
CREATE TRIGGER IF NOT EXISTS person_no_delete BEFORE DELETE ON person
BEGIN SELECT RAISE (ABORT, 'a person can only be forgotten'); END;
