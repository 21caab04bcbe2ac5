-- name: companions
SELECT id FROM person
WHERE conversation = (SELECT conversation FROM person WHERE id = :person) AND id <> :person;

-- name: wipe_inputs
-- The update ids stay: they say where Telegram is to go on, and know a repetition.
UPDATE inbox SET person = NULL, body = NULL, error = NULL, state = 'done', done_at = coalesce(done_at, received_at)
WHERE person = :person;

-- name: wipe_line
DELETE FROM line WHERE person = :person;

-- name: wipe_memory
DELETE FROM memory WHERE person = :person;

-- name: wipe_nudges
DELETE FROM nudge WHERE person = :person;

-- name: wipe_messages
DELETE FROM outbox WHERE chat = :person;

-- name: wipe_invitations
DELETE FROM invitation WHERE inviter = :person;

-- name: wipe_claims
UPDATE invitation SET claimed_by = NULL WHERE claimed_by = :person;

-- name: wipe_couples
DELETE FROM couple WHERE a = :person OR b = :person;

-- name: wipe_conversation
DELETE FROM conversation WHERE id = (SELECT conversation FROM person WHERE id = :person) RETURNING id;

-- name: wipe_person
DELETE FROM person WHERE id = :person;

-- name: wipe_chat
DELETE FROM chat WHERE id = :person;
