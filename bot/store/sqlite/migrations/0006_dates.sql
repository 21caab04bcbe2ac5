-- When a delivered message was sent by Telegram's own clock, which is not ours: by it, people's messages can be told to
-- have come right after one of ours. NULL for what was delivered before, and for what is no message.
BEGIN IMMEDIATE;

ALTER TABLE outbox ADD COLUMN dated INTEGER;

PRAGMA user_version = 6;
COMMIT;
