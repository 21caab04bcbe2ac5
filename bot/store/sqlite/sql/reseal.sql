-- name: bodies
SELECT
    (SELECT count(*) FROM inbox WHERE body IS NOT NULL)
    + (SELECT count(*) FROM conversation)
    + (SELECT count(*) FROM memory)
    + (SELECT count(*) FROM nudge)
    + (SELECT count(*) FROM outbox WHERE body IS NOT NULL)
    + (SELECT count(*) FROM house) AS rows;

-- name: bodies_of_inbox
SELECT rowid AS row, person AS owner, seq, update_id, body FROM inbox
WHERE rowid > :after AND body IS NOT NULL
ORDER BY rowid LIMIT 200;

-- name: reseal_inbox
UPDATE inbox SET body = :body WHERE rowid = :row;

-- name: bodies_of_conversation
SELECT rowid AS row, id AS owner, id, revision, state AS body FROM conversation
WHERE rowid > :after
ORDER BY rowid LIMIT 200;

-- name: reseal_conversation
UPDATE conversation SET state = :body WHERE rowid = :row;

-- name: bodies_of_memory
SELECT rowid AS row, person AS owner, id, revision, body FROM memory WHERE rowid > :after ORDER BY rowid LIMIT 200;

-- name: reseal_memory
UPDATE memory SET body = :body, kind = :kind, title = :title WHERE rowid = :row;

-- name: bodies_of_nudge
SELECT rowid AS row, person AS owner, id, due, state, body FROM nudge WHERE rowid > :after ORDER BY rowid LIMIT 200;

-- name: reseal_nudge
UPDATE nudge SET id = :id, body = :body WHERE rowid = :row;

-- name: bodies_of_outbox
SELECT rowid AS row, chat AS owner, seq, ask, state, error, body FROM outbox
WHERE rowid > :after AND body IS NOT NULL
ORDER BY rowid LIMIT 200;

-- name: reseal_outbox
UPDATE outbox SET body = :body, ask = :ask, error = :error WHERE rowid = :row;

-- name: newest_message
SELECT coalesce(max(seq), 0) AS seq FROM sqlite_sequence WHERE name = 'outbox';

-- name: finished_inputs
-- Of each person the newest before the oldest that waits: what was refused meanwhile came later, and is done as well.
SELECT person, coalesce(min(iif(state = 'new', seq, NULL)) - 1, max(seq)) AS done FROM inbox
WHERE person IS NOT NULL
GROUP BY person;

-- name: oldest_unsent
SELECT chat, min(seq) AS seq FROM outbox WHERE state IN ('pending', 'sending') GROUP BY chat;

-- name: conversations_people
SELECT conversation.id, conversation.revision, json_group_array(person.id) AS people
FROM conversation JOIN person ON person.conversation = conversation.id
GROUP BY conversation.id;

-- name: bodies_of_house
-- There is one row so far.
SELECT rowid AS row, NULL AS owner, 'referrals' AS subject, body FROM house WHERE rowid > :after ORDER BY rowid LIMIT 200;

-- name: reseal_house
UPDATE house SET name = :name, body = :body WHERE rowid = :row;
