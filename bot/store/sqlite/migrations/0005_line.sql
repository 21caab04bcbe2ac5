-- Conversations take turns: whoever has inputs waiting stands in line.
BEGIN IMMEDIATE;

CREATE TABLE line (
    -- Given anew each time somebody goes to the back.
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL UNIQUE,
    -- One conversation has one turn a round.
    round INTEGER NOT NULL,
    waiting INTEGER NOT NULL CHECK (waiting IN (0, 1))
) STRICT;
CREATE INDEX line_next ON line (round, place) WHERE waiting = 1;
CREATE INDEX line_round ON line (round);

INSERT INTO line (person, round, waiting)
SELECT person, 0, 1 FROM inbox WHERE state = 'new' AND person IS NOT NULL GROUP BY person ORDER BY min(seq);

DROP INDEX inbox_new;
CREATE INDEX inbox_waiting ON inbox (person, seq) WHERE state = 'new';
CREATE INDEX inbox_refused ON inbox (person) WHERE state = 'aside' AND error = 'too many';

PRAGMA user_version = 5;
COMMIT;
