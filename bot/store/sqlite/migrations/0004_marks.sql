-- What somebody remembers is found by marks that only their key can make: of its kind, and of its kind with its title.
-- Marks need the key, so they are made at the start that follows; until then, and where a body cannot be opened, NULL.
BEGIN IMMEDIATE;

ALTER TABLE memory ADD COLUMN kind BLOB;
ALTER TABLE memory ADD COLUMN title BLOB;
CREATE INDEX memory_kind ON memory (person, kind, created_at);
CREATE INDEX memory_title ON memory (person, title) WHERE title IS NOT NULL;
CREATE INDEX memory_unmarked ON memory (person) WHERE kind IS NULL;

PRAGMA user_version = 4;
COMMIT;
