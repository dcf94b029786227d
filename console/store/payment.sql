-- Version 10. Which tickets are marked as paid, each since what day. The row
-- goes when the mark is taken back: what became of it stands in the journal.
CREATE TABLE IF NOT EXISTS payment (
	ticket INTEGER PRIMARY KEY REFERENCES ticket (id),
	event INTEGER NOT NULL REFERENCES event (id),
	at_utc INTEGER NOT NULL,
	author TEXT NOT NULL,
	day TEXT NOT NULL               -- as 2026-11-30
) STRICT;
