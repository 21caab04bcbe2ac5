-- name: data_key
SELECT wrapped, ledger FROM data_key WHERE owner = :owner;

-- name: save_key
INSERT INTO data_key (owner, wrapped, ledger) VALUES (:owner, :wrapped, :ledger)
ON CONFLICT (owner) DO UPDATE SET wrapped = excluded.wrapped, ledger = excluded.ledger;

-- name: save_ledger
UPDATE data_key SET ledger = :ledger WHERE owner = :owner;

-- name: entries
-- All that a person's ledger counts.
SELECT 'memory' AS kind, id, revision FROM memory WHERE person = :person
UNION ALL
SELECT 'nudge', id, due FROM nudge WHERE person = :person AND state = 'waiting';

-- name: last_numbers
-- No row may have a number twice, whatever a changed file says of the last: above 2 ** 60 nobody has counted.
SELECT
    'inbox' AS name,
    max(
        coalesce((SELECT max(seq) FROM inbox WHERE seq < 1 << 60), 0),
        coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'inbox' AND typeof(seq) = 'integer'), 0)
    ) AS seq
UNION ALL
SELECT
    'outbox',
    max(
        coalesce((SELECT max(seq) FROM outbox WHERE seq < 1 << 60), 0),
        coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'outbox' AND typeof(seq) = 'integer'), 0)
    );

-- name: mend_numbers
UPDATE sqlite_sequence SET seq = 0 WHERE typeof(seq) <> 'integer' OR seq NOT BETWEEN 0 AND 1 << 60;

-- name: remove_key
DELETE FROM data_key WHERE owner = :owner;

-- name: key_check
SELECT sealed, dirty FROM (SELECT 1) LEFT JOIN key_check ON true;

-- name: holds_something
SELECT
    EXISTS (SELECT 1 FROM data_key)
    OR EXISTS (SELECT 1 FROM inbox)
    OR EXISTS (SELECT 1 FROM conversation)
    OR EXISTS (SELECT 1 FROM memory)
    OR EXISTS (SELECT 1 FROM nudge)
    OR EXISTS (SELECT 1 FROM outbox) AS something;

-- name: set_dirty
UPDATE key_check SET dirty = :dirty;

-- name: data_keys
SELECT owner, wrapped, ledger FROM data_key;

-- name: people
SELECT id FROM person;

-- name: remove_keys
DELETE FROM data_key;

-- name: save_key_check
INSERT INTO key_check (id, sealed, dirty) VALUES (1, :sealed, :dirty)
ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, dirty = excluded.dirty;
