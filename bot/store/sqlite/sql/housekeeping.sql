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

-- name: forget_messages
DELETE FROM outbox WHERE state IN ('sent', 'aside') AND coalesce(sent_at, created_at) <= :forget;

-- name: forget_nudges
DELETE FROM nudge WHERE state <> 'waiting' AND due <= :forget;

-- name: forget_invitations
DELETE FROM invitation WHERE expires_at <= :forget;
