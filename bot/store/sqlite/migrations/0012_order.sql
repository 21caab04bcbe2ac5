-- What waits to be sent is found in the order in which it goes, however much of it there is.
BEGIN IMMEDIATE;

-- 0: a reply; 1: a relay; 2: a nudge; 3: only shrinks the buttons of an older message.
ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET rank
    = CASE WHEN kind = 'edit' AND question = 0 THEN 3 WHEN tone = 'reply' THEN 0 WHEN tone = 'relay' THEN 1 ELSE 2 END;
CREATE INDEX outbox_order ON outbox (rank, seq, chat) WHERE state IN ('pending', 'sending');

DROP INDEX outbox_unsent;
CREATE INDEX outbox_unsent ON outbox (chat, seq, state, rank, kind) WHERE state IN ('pending', 'sending');

PRAGMA user_version = 12;
COMMIT;
