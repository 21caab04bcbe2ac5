-- Groups: whose one is, and where it was said that the coach is for two alone.
BEGIN IMMEDIATE;

CREATE TABLE group_chat (
    -- Telegram's id.
    id INTEGER PRIMARY KEY,
    -- NULL where it is nobody's.
    conversation TEXT,
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX group_chat_conversation ON group_chat (conversation);

PRAGMA user_version = 11;
COMMIT;
