-- What is sealed belongs to somebody, and each owner has a key, wrapped by COACH_KEY.
BEGIN IMMEDIATE;

CREATE TABLE data_key (
    owner TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Its one row tells whether COACH_KEY is the right one. No row: no body has been sealed yet.
CREATE TABLE key_check (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL,
    -- 1 while the file may still hold what was sealed or forgotten since.
    dirty INTEGER NOT NULL CHECK (dirty IN (0, 1))
) STRICT;

-- What kind of thing somebody remembers is theirs: it goes into the body, before the first line's end.
UPDATE memory SET body = CAST(kind || char(10) || CAST(body AS TEXT) AS BLOB);
DROP INDEX memory_person;
ALTER TABLE memory DROP COLUMN kind;
CREATE INDEX memory_person ON memory (person, created_at);

PRAGMA user_version = 2;
COMMIT;
