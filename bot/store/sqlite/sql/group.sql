-- name: people_in_group
SELECT person.id FROM group_chat JOIN person ON person.conversation = group_chat.conversation
WHERE group_chat.id = :chat
ORDER BY person.id;

-- name: knows_group
SELECT 1 AS yes FROM group_chat WHERE id = :chat;

-- name: bind_group
INSERT INTO group_chat (id, conversation, at) VALUES (:chat, :conversation, :at)
ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation, at = excluded.at;

-- name: tell_group
INSERT INTO group_chat (id, told, at) VALUES (:chat, 1, :at)
ON CONFLICT (id) DO UPDATE SET told = 1 WHERE told = 0
RETURNING id;

-- name: move_group
UPDATE OR REPLACE group_chat SET id = :now WHERE id = :chat;

-- name: free_group
DELETE FROM group_chat WHERE id = :chat;

-- name: forget_groups
DELETE FROM group_chat
WHERE (conversation IS NULL AND at <= :forget) OR conversation NOT IN (SELECT id FROM conversation);
