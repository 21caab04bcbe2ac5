-- name: receive
INSERT INTO inbox (seq, update_id, person, body, state, error, received_at, done_at)
VALUES (
    :seq, :update_id, :person, :body, iif(:error IS NULL, 'new', 'aside'), :error, :at, iif(:error IS NULL, NULL, :at)
)
ON CONFLICT (update_id) DO NOTHING
RETURNING seq;

-- name: last_update_id
SELECT update_id FROM inbox WHERE update_id >= 0 ORDER BY seq DESC LIMIT 1;

-- name: waiting_of
SELECT
    count(*) AS inputs,
    EXISTS (SELECT 1 FROM inbox WHERE person = :person AND state = 'aside' AND error = 'too many') AS refused
FROM (SELECT 1 FROM inbox WHERE person = :person AND state = 'new' LIMIT :most);

-- name: stand_in_line
-- At the end of the round under way; whoever has had a turn in it already, or whose partner has, in the next.
INSERT OR REPLACE INTO line (person, round, waiting)
SELECT
    :person,
    max(
        coalesce((SELECT max(round) - 1 FROM line), 0),
        coalesce((
            SELECT max(round) FROM line
            WHERE person = :person OR person IN (
                SELECT id FROM person
                WHERE conversation = (SELECT conversation FROM person WHERE id = :person)
            )
        ), 0)
    ),
    1;

-- name: next_input
-- Of the conversation that is first in line, whoever in it wrote first.
WITH
first (person) AS (SELECT person FROM line WHERE waiting = 1 ORDER BY round, place LIMIT 1),
together (person) AS (
    SELECT person FROM first
    UNION
    SELECT id FROM person
    WHERE conversation = (SELECT conversation FROM person WHERE id = (SELECT person FROM first))
)
SELECT
    seq, update_id, person, body, received_at,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM inbox AS later
            WHERE later.person = inbox.person AND later.state = 'new' AND later.seq > inbox.seq
            LIMIT :many
        )
    ) AS behind,
    (
        SELECT count(*) FROM inbox AS refused
        WHERE refused.person = inbox.person AND refused.state = 'aside' AND refused.error = 'too many'
    ) AS refused,
    EXISTS (SELECT 1 FROM aside WHERE aside.person = inbox.person AND told = 0) AS lost
FROM inbox
WHERE seq = (
    SELECT min((
        SELECT waits.seq FROM inbox AS waits
        WHERE waits.person = together.person AND waits.state = 'new'
        ORDER BY waits.seq LIMIT 1
    ))
    FROM together
);

-- name: finish_input
-- With the oldest of the person's messages that has not left yet.
UPDATE inbox SET state = 'done', done_at = :at, body = iif(:erase, NULL, body) WHERE seq = :seq AND state = 'new'
RETURNING
    person,
    (SELECT min(outbox.seq) FROM outbox WHERE outbox.chat = inbox.person AND outbox.state IN ('pending', 'sending')) AS unsent;

-- name: set_aside_input
UPDATE inbox SET state = 'aside', error = :error, done_at = :at WHERE seq = :seq AND state = 'new'
RETURNING
    person,
    (SELECT min(outbox.seq) FROM outbox WHERE outbox.chat = inbox.person AND outbox.state IN ('pending', 'sending')) AS unsent;

-- name: go_to_the_back
-- The whole conversation has had its turn.
WITH together (person) AS (
    SELECT :person
    UNION
    SELECT id FROM person WHERE conversation = (SELECT conversation FROM person WHERE id = :person)
)
INSERT OR REPLACE INTO line (person, round, waiting)
SELECT
    line.person,
    (SELECT max(round) + 1 FROM line WHERE person IN (SELECT person FROM together)),
    EXISTS (SELECT 1 FROM inbox WHERE inbox.person = line.person AND inbox.state = 'new')
FROM line
WHERE line.person IN (SELECT person FROM together)
ORDER BY line.round, line.place;

-- name: tell_refused
UPDATE inbox SET error = 'too many, told' WHERE person = :person AND state = 'aside' AND error = 'too many';

-- name: updates_of
SELECT seq, update_id, body FROM inbox
WHERE person = :person AND received_at >= :since AND body IS NOT NULL AND error IS NOT 'cannot be opened'
ORDER BY seq;

-- name: line_is_wrong
SELECT
    EXISTS (
        SELECT 1 FROM line
        WHERE
            (waiting = 1 AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.person = line.person AND state = 'new'))
            OR round NOT BETWEEN 0 AND 1 << 60
            OR place NOT BETWEEN 0 AND 1 << 60
    )
    OR EXISTS (
        SELECT 1 FROM inbox
        WHERE state = 'new' AND person NOT IN (SELECT person FROM line WHERE waiting = 1)
    ) AS wrong;

-- name: empty_line
DELETE FROM line;

-- name: line_up
INSERT INTO line (person, round, waiting)
SELECT person, 0, 1 FROM inbox WHERE state = 'new' AND person IS NOT NULL GROUP BY person ORDER BY min(seq);
