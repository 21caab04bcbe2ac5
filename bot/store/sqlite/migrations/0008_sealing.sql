-- Bodies are bound to their rows and filled up to few lengths, nudges have ids that name nothing, and each owner's key
-- row has a ledger. The same transaction seals all bodies anew: see resealing.py.
BEGIN IMMEDIATE;

ALTER TABLE conversation ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memory ADD COLUMN was INTEGER;
ALTER TABLE nudge ADD COLUMN was INTEGER;
ALTER TABLE data_key ADD COLUMN ledger BLOB;

-- What was worth sending soon only says no more that it was.
UPDATE outbox SET error = 'stale' WHERE error = 'late' AND body IS NULL;

-- All are marked now.
DROP INDEX memory_unmarked;

PRAGMA user_version = 8;
COMMIT;
