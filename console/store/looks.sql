-- Version 8. Look-ups fold letters of other scripts that look alike: what was
-- folded before and has such letters (U+0370 to U+052F) is folded anew.
DROP TRIGGER IF EXISTS person_forget;
UPDATE person SET folded = fold(client),
	words = fold(name) || char(10) || fold(company) || char(10) ||
		fold(phone) || char(10) || fold(problem) || char(10)
WHERE forgotten_utc IS NULL AND
	folded || words GLOB '*[' || char(880, 45, 1327) || ']*';
CREATE TRIGGER IF NOT EXISTS person_forget BEFORE UPDATE ON person
WHEN NEW.name <> '' OR NEW.company <> '' OR NEW.phone <> '' OR
	NEW.problem <> '' OR NEW.agent_key <> '' OR NEW.words <> '' OR
	NEW.salt IS NOT NULL OR NEW.forgotten_utc IS NULL OR
	NEW.ticket <> OLD.ticket
BEGIN SELECT RAISE (ABORT, 'a person can only be forgotten'); END;
UPDATE contractor SET folded = fold(name)
WHERE folded GLOB '*[' || char(880, 45, 1327) || ']*';

-- Phones are the same by their last nine digits, see book_read.c.
CREATE INDEX IF NOT EXISTS person_phone ON person (substr(replace(replace(
	replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''),
	'+', ''), -9));
