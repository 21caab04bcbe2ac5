-- name: conversation_of
SELECT conversation.id, conversation.state
FROM person JOIN conversation ON conversation.id = person.conversation
WHERE person.id = :person;

-- name: conversations
SELECT conversation.id, conversation.state, data_key.wrapped
FROM conversation LEFT JOIN data_key ON data_key.owner = 'conversation:' || conversation.id
ORDER BY conversation.id;

-- name: save_conversation
INSERT INTO conversation (id, state, updated_at) VALUES (:id, :state, :at)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at;

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
INSERT INTO memory (id, person, revision, body, created_at, updated_at)
VALUES (:id, :person, :revision, :body, :at, :at)
ON CONFLICT (id) DO UPDATE
SET person = excluded.person, revision = excluded.revision, body = excluded.body, updated_at = excluded.updated_at;

-- name: remove_memory
DELETE FROM memory WHERE id = :id AND person = :person;

-- name: memories
SELECT id, person, revision, body, created_at, updated_at FROM memory
WHERE person = :person
ORDER BY created_at, rowid;
