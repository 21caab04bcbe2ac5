-- What cannot be opened is set aside; what is forgotten leaves nothing behind.
BEGIN IMMEDIATE;

-- What was found that could not be opened, whatever its table: its sealed bytes stay for the operator, for a while.
-- Updates and messages stay where they are, with a state of their own: of them only a note is here.
CREATE TABLE aside (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    -- What the body is bound to.
    place TEXT NOT NULL,
    person INTEGER,
    body BLOB,
    -- 1 once the person has been told.
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
    -- NULL until housekeeping has seen it: from then on it counts the days.
    at INTEGER
) STRICT;
CREATE INDEX aside_person ON aside (person, told);

-- The last that somebody hears who is forgotten: once it is out, its row goes, and what its sending left.
ALTER TABLE outbox ADD COLUMN last INTEGER NOT NULL DEFAULT 0 CHECK (last IN (0, 1));

-- Since when a chat is closed; NULL while it is open, and until housekeeping has seen it.
ALTER TABLE chat ADD COLUMN closed_at INTEGER;

-- All that is a person's is found without looking through everybody's.
CREATE INDEX inbox_person ON inbox (person);
CREATE INDEX outbox_chat ON outbox (chat);
CREATE INDEX nudge_all ON nudge (person);

PRAGMA user_version = 9;
COMMIT;
