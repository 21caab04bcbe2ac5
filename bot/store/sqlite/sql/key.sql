-- name: data_key
SELECT wrapped FROM data_key WHERE owner = :owner;

-- name: save_key
INSERT INTO data_key (owner, wrapped) VALUES (:owner, :wrapped)
ON CONFLICT (owner) DO UPDATE SET wrapped = excluded.wrapped;

-- name: remove_key
DELETE FROM data_key WHERE owner = :owner;

-- name: key_check
SELECT sealed, dirty, EXISTS (SELECT 1 FROM data_key) AS keys FROM (SELECT 1) LEFT JOIN key_check ON true;

-- name: add_key_check
INSERT INTO key_check (id, sealed, dirty) VALUES (1, :sealed, :dirty);

-- name: set_dirty
UPDATE key_check SET dirty = :dirty;

-- name: plain_inbox
SELECT rowid AS row, person AS owner, body FROM inbox WHERE rowid > :after AND body IS NOT NULL ORDER BY rowid LIMIT 200;

-- name: seal_inbox
UPDATE inbox SET body = :body WHERE rowid = :row;

-- name: plain_conversation
SELECT rowid AS row, id AS owner, state AS body FROM conversation WHERE rowid > :after ORDER BY rowid LIMIT 200;

-- name: seal_conversation
UPDATE conversation SET state = :body WHERE rowid = :row;

-- name: plain_memory
SELECT rowid AS row, person AS owner, body FROM memory WHERE rowid > :after ORDER BY rowid LIMIT 200;

-- name: seal_memory
UPDATE memory SET body = :body WHERE rowid = :row;

-- name: plain_nudge
SELECT rowid AS row, person AS owner, body FROM nudge WHERE rowid > :after ORDER BY rowid LIMIT 200;

-- name: seal_nudge
UPDATE nudge SET body = :body WHERE rowid = :row;

-- name: plain_outbox
SELECT rowid AS row, chat AS owner, body FROM outbox WHERE rowid > :after AND body IS NOT NULL ORDER BY rowid LIMIT 200;

-- name: seal_outbox
UPDATE outbox SET body = :body WHERE rowid = :row;
