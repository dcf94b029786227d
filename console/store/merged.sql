-- Version 5. Whoever was merged into somebody is looked for with every client.
CREATE INDEX IF NOT EXISTS contractor_merged ON contractor (merged);
