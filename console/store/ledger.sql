-- What happened to the log itself, and to no ticket: alarms, forgetting,
-- restored copies. A chain of its own, and each row names the last row of the
-- journal at that time with its hash: neither can be written anew alone.

CREATE TABLE IF NOT EXISTS desk_event (
	id INTEGER PRIMARY KEY,         -- 1, 2, 3 … without a gap
	kind TEXT NOT NULL,             -- alarm, forget, purge, restore, before
	at_utc INTEGER NOT NULL,
	actor TEXT NOT NULL,
	ticket INTEGER NOT NULL,        -- of an alarm, 0 none
	count INTEGER NOT NULL,         -- of tickets
	text TEXT NOT NULL,             -- what; or ticket:label of each
	event INTEGER NOT NULL,         -- last row of the journal then, 0 none
	event_hash BLOB NOT NULL,
	hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER IF NOT EXISTS desk_event_no_update BEFORE UPDATE ON desk_event
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS desk_event_no_delete BEFORE DELETE ON desk_event
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS desk_event_no_replace BEFORE INSERT ON desk_event
WHEN EXISTS (SELECT 1 FROM desk_event WHERE id = NEW.id)
BEGIN SELECT RAISE (ABORT, 'the journal is never changed'); END;
