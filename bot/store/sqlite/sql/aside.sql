-- name: note_aside
INSERT INTO aside (kind, place, person, body) VALUES (:kind, :place, :person, :body);

-- name: tell_set_aside
UPDATE aside SET told = 1 WHERE person = :person AND told = 0;

-- name: people_of
SELECT id FROM person WHERE conversation = :id ORDER BY id;

-- name: state_of
SELECT id, revision, state AS body FROM conversation WHERE id = :id;

-- name: conversation_ids
SELECT id FROM conversation;

-- name: put_into
UPDATE person SET conversation = :id WHERE id = :person;

-- name: inputs_to_open
SELECT seq AS id, seq, update_id, state, body FROM inbox
WHERE person = :person AND (state = 'new' OR body IS NOT NULL) AND error IS NOT 'cannot be opened'
ORDER BY seq;

-- name: lose_input
UPDATE inbox SET state = 'aside', error = 'cannot be opened', done_at = coalesce(done_at, received_at) WHERE seq = :id;

-- name: lose_memory
DELETE FROM memory WHERE id = :id;

-- name: lose_nudge
DELETE FROM nudge WHERE id = :id;

-- name: lose_message
UPDATE outbox SET state = 'aside', error = 'cannot be opened' WHERE seq = :id;

-- name: drop_nudges
-- They belong to what was lost.
UPDATE nudge SET state = 'dropped' WHERE person = :person AND state = 'waiting';

-- name: part
UPDATE couple SET ended_at = :at WHERE (a = :person OR b = :person) AND ended_at IS NULL;

-- name: messages_to_open
SELECT seq AS id, seq, body FROM outbox WHERE chat = :person AND state IN ('pending', 'sending') ORDER BY seq;

-- name: erase_aside
UPDATE aside SET body = NULL WHERE at <= :forget AND body IS NOT NULL;

-- name: forget_aside
-- Who has not been told yet still will be.
DELETE FROM aside WHERE at <= :forget AND (told = 1 OR person IS NULL OR person NOT IN (SELECT id FROM person));

-- name: date_aside
UPDATE aside SET at = :now WHERE at IS NULL;
