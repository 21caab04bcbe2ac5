-- name: conversation_of
-- A row that is gone has no revision.
SELECT person.conversation AS id, conversation.revision, conversation.state
FROM person LEFT JOIN conversation ON conversation.id = person.conversation
WHERE person.id = :person AND person.conversation IS NOT NULL;

-- name: conversations
SELECT conversation.id, conversation.revision, conversation.state, data_key.wrapped, data_key.ledger
FROM conversation LEFT JOIN data_key ON data_key.owner = 'conversation:' || conversation.id
ORDER BY conversation.id;

-- name: save_conversation
INSERT INTO conversation (id, revision, state, updated_at) VALUES (:id, :revision, :state, :at)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state, updated_at = excluded.updated_at;

-- name: leave_conversation
UPDATE person SET conversation = NULL
WHERE conversation = :id AND id NOT IN (SELECT value FROM json_each(:people))
RETURNING id;

-- name: join_conversation
INSERT INTO person (id, conversation, created_at) SELECT value, :id, :at FROM json_each(:people) WHERE true
ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation WHERE conversation IS NOT excluded.conversation
RETURNING id;

-- name: remove_conversation
DELETE FROM conversation WHERE id = :id;

-- name: remember
-- What `was` there before is asked for in the same breath, and never read again.
INSERT INTO memory (id, person, revision, kind, title, body, created_at, updated_at)
VALUES (:id, :person, :revision, :kind, :title, :body, :at, :at)
ON CONFLICT (id) DO UPDATE
SET
    was = memory.revision,
    person = excluded.person,
    revision = excluded.revision,
    kind = excluded.kind,
    title = excluded.title,
    body = excluded.body,
    updated_at = excluded.updated_at
RETURNING was;

-- name: memory
SELECT id, person, revision, body, created_at, updated_at FROM memory WHERE id = :id AND person = :person;

-- name: memory_titled
SELECT id, person, revision, body, created_at, updated_at FROM memory
WHERE person = :person AND title = :title
ORDER BY created_at, rowid LIMIT 1;

-- name: memories_of_kind
SELECT id, person, revision, body, created_at, updated_at FROM memory
WHERE person = :person AND kind = :kind
ORDER BY created_at, rowid;

-- name: latest_memories
SELECT id, person, revision, body, created_at, updated_at FROM memory
WHERE person = :person AND kind = :kind
ORDER BY created_at DESC, rowid DESC LIMIT :most OFFSET :skip;

-- name: memory_counts
-- With one item of each kind, which tells the kind's name.
SELECT counted.items, memory.id, memory.person, memory.revision, memory.body, memory.created_at, memory.updated_at
FROM
    (
        SELECT count(*) AS items, min(rowid) AS one FROM memory
        WHERE person = :person AND kind IS NOT NULL
        GROUP BY kind
    ) AS counted
    JOIN memory ON memory.rowid = counted.one;

-- name: remove_memories
DELETE FROM memory WHERE person = :person AND kind = :kind RETURNING id, revision;

-- name: remove_memory
DELETE FROM memory WHERE id = :id AND person = :person RETURNING revision;

-- name: memories
SELECT id, person, revision, body, created_at, updated_at FROM memory
WHERE person = :person
ORDER BY created_at, rowid;
