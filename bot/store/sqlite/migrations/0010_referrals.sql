-- What is nobody's own: counts without names, sealed with the house's key.
BEGIN IMMEDIATE;

CREATE TABLE house (
    name TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

PRAGMA user_version = 10;
COMMIT;
