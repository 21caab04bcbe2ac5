-- name: conversation_of
SELECT conversation.id, conversation.state
FROM person JOIN conversation ON conversation.id = person.conversation
WHERE person.id = :person;

-- name: save_conversation
INSERT INTO conversation (id, state, updated_at) VALUES (:id, :state, :at)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at;

-- name: leave_conversation
UPDATE person SET conversation = NULL
WHERE conversation = :id AND id NOT IN (SELECT value FROM json_each(:people));

-- name: join_conversation
INSERT INTO person (id, conversation, created_at) SELECT value, :id, :at FROM json_each(:people) WHERE true
ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation WHERE conversation IS NOT excluded.conversation;

-- name: remove_conversation
DELETE FROM conversation WHERE id = :id;

-- name: remember
INSERT INTO memory (id, person, kind, revision, body, created_at, updated_at)
VALUES (:id, :person, :kind, :revision, :body, :at, :at)
ON CONFLICT (id) DO UPDATE
SET kind = excluded.kind, revision = excluded.revision, body = excluded.body, updated_at = excluded.updated_at;

-- name: memories
SELECT id, person, kind, revision, body, created_at, updated_at FROM memory
WHERE person = :person AND (:kind IS NULL OR kind = :kind)
ORDER BY created_at, id;
