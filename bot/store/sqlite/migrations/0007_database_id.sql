-- The database has an id of its own, by which its key is found although that lies in another folder. It is no secret.
BEGIN IMMEDIATE;

CREATE TABLE database_id (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL
) STRICT;
INSERT INTO database_id (id, name) VALUES (1, lower(hex(randomblob(16))));

PRAGMA user_version = 7;
COMMIT;
