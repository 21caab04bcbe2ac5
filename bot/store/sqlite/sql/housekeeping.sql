-- name: erase_inputs
UPDATE inbox SET body = NULL WHERE state = 'done' AND done_at <= :erase AND body IS NOT NULL;

-- name: give_up
UPDATE outbox SET state = 'aside', error = 'stale'
WHERE state IN ('pending', 'sending') AND state = 'pending' AND created_at <= :forget AND chat IN (SELECT id FROM chat WHERE closed = 1);

-- name: erase_messages
UPDATE outbox SET body = NULL
WHERE state IN ('sent', 'aside') AND coalesce(sent_at, created_at) <= :erase AND body IS NOT NULL;

-- name: forget_inputs
DELETE FROM inbox WHERE state <> 'new' AND done_at <= :forget
-- The newest update says where Telegram is to go on.
AND seq <> (SELECT seq FROM inbox WHERE update_id >= 0 ORDER BY seq DESC LIMIT 1);

-- name: forget_line
DELETE FROM line WHERE waiting = 0;

-- name: forget_messages
DELETE FROM outbox WHERE state IN ('sent', 'aside') AND coalesce(sent_at, created_at) <= :forget;

-- name: forget_nudges
DELETE FROM nudge WHERE state <> 'waiting' AND due <= :forget;

-- name: forget_keys
-- Those of people who were forgotten, or only wrote once from nowhere that counts, and of conversations that are over.
DELETE FROM data_key
WHERE
    owner NOT IN (SELECT 'person:' || id FROM person)
    AND owner NOT IN (SELECT 'conversation:' || id FROM conversation)
    AND owner <> 'house'
    AND owner NOT IN (SELECT 'person:' || person FROM inbox WHERE person IS NOT NULL AND body IS NOT NULL)
    AND owner NOT IN (SELECT 'person:' || chat FROM outbox WHERE body IS NOT NULL)
    AND owner NOT IN (SELECT 'person:' || person FROM memory)
    AND owner NOT IN (SELECT 'person:' || person FROM nudge)
RETURNING owner;

-- name: forget_chats
-- Private ones only: a group has no person of its id.
DELETE FROM chat
WHERE id > 0 AND id NOT IN (SELECT id FROM person) AND id NOT IN (SELECT chat FROM outbox);

-- name: forget_invitations
DELETE FROM invitation WHERE expires_at <= :forget;

-- name: date_closed
UPDATE chat SET closed_at = :now WHERE closed = 1 AND closed_at IS NULL;
