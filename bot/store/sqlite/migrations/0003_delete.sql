-- Messages can be taken away again. SQLite changes a CHECK only by making the table anew.
BEGIN IMMEDIATE;

CREATE TABLE outbox_new (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('send', 'edit', 'delete')),
    tone TEXT NOT NULL CHECK (tone IN ('reply', 'relay', 'nudge')),
    ask TEXT,
    question INTEGER NOT NULL CHECK (question IN (0, 1)),
    once INTEGER NOT NULL CHECK (once IN (0, 1)),
    body BLOB,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'aside')),
    attempts INTEGER NOT NULL DEFAULT 0,
    bound INTEGER,
    -- 1: an earlier call may have delivered a copy.
    doubled INTEGER NOT NULL DEFAULT 0 CHECK (doubled IN (0, 1)),
    message_id INTEGER,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    error TEXT
) STRICT;
INSERT INTO outbox_new
SELECT seq, chat, kind, tone, ask, question, once, body, state, attempts, bound, doubled, message_id, created_at,
    sent_at, error
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_unsent ON outbox (chat, seq) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_ask ON outbox (chat, ask, seq) WHERE ask IS NOT NULL;
CREATE INDEX outbox_message ON outbox (chat, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_done ON outbox (coalesce(sent_at, created_at)) WHERE state IN ('sent', 'aside');

PRAGMA user_version = 3;
COMMIT;
