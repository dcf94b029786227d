-- Version 7. Why a mark was taken back may name a person: it can be forgotten.
DROP TRIGGER IF EXISTS invoice_no_update;
CREATE TRIGGER IF NOT EXISTS invoice_forget BEFORE UPDATE ON invoice
WHEN NEW.reason <> '' OR NEW.event <> OLD.event OR
	NEW.ticket <> OLD.ticket OR NEW.at_utc <> OLD.at_utc OR
	NEW.author <> OLD.author OR NEW.number <> OLD.number OR
	NEW.reversal <> OLD.reversal
BEGIN SELECT RAISE (ABORT, 'an invoice row is never changed'); END;
