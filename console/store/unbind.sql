-- Rows of the journal need not be about a ticket: those under 0 are not. The
-- table is made anew without that reference; its rows stay what they are.
CREATE TABLE event_unbound (
	id INTEGER PRIMARY KEY,
	ticket INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	beat_ms INTEGER NOT NULL,
	at_utc INTEGER NOT NULL,
	actor TEXT NOT NULL,
	line INTEGER NOT NULL,
	yes INTEGER NOT NULL,
	seconds INTEGER NOT NULL,
	net_gr INTEGER NOT NULL,
	text TEXT,
	text2 TEXT NOT NULL,
	seal BLOB,
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	UNIQUE (ticket, seq)
) STRICT;
INSERT INTO event_unbound SELECT * FROM event ORDER BY id;
DROP TABLE event;
ALTER TABLE event_unbound RENAME TO event;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) OR
	EXISTS (SELECT 1 FROM event
		WHERE ticket = NEW.ticket AND seq = NEW.seq)
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
