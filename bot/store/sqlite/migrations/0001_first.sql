-- Instants are whole microseconds since 1970, UTC. A body is what the codec sealed; NULL once it is erased.
BEGIN IMMEDIATE;

CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL UNIQUE,
    person INTEGER,
    body BLOB,
    state TEXT NOT NULL CHECK (state IN ('new', 'done', 'aside')),
    error TEXT,
    received_at INTEGER NOT NULL,
    done_at INTEGER
) STRICT;
CREATE INDEX inbox_new ON inbox (seq) WHERE state = 'new';
CREATE INDEX inbox_done ON inbox (done_at);

CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    state BLOB NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    conversation TEXT REFERENCES conversation (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_conversation ON person (conversation);

CREATE TABLE memory (
    id TEXT PRIMARY KEY,
    person INTEGER NOT NULL,
    kind TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX memory_person ON memory (person, kind, created_at);

CREATE TABLE nudge (
    id TEXT PRIMARY KEY,
    person INTEGER NOT NULL,
    due INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'fired', 'dropped')),
    body BLOB NOT NULL
) STRICT;
CREATE INDEX nudge_waiting ON nudge (due) WHERE state = 'waiting';
CREATE INDEX nudge_person ON nudge (person, due) WHERE state = 'waiting';

CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    inviter INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'linked', 'void')),
    claimed_by INTEGER
) STRICT;
CREATE INDEX invitation_inviter ON invitation (inviter) WHERE state IN ('open', 'claimed');

CREATE TABLE couple (
    id TEXT PRIMARY KEY,
    a INTEGER NOT NULL,
    b INTEGER NOT NULL CHECK (b <> a),
    since INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

CREATE TABLE chat (
    id INTEGER PRIMARY KEY,
    last_message_id INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
) STRICT;

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('send', 'edit')),
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
CREATE INDEX outbox_unsent ON outbox (chat, seq) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_ask ON outbox (chat, ask, seq) WHERE ask IS NOT NULL;
CREATE INDEX outbox_message ON outbox (chat, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_done ON outbox (coalesce(sent_at, created_at)) WHERE state IN ('sent', 'aside');

PRAGMA application_id = 1129267523;
PRAGMA user_version = 1;
COMMIT;
