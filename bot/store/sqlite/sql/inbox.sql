-- name: receive
INSERT INTO inbox (update_id, person, body, state, error, received_at, done_at)
VALUES (
    :update_id, :person, :body, iif(:error IS NULL, 'new', 'aside'), :error, :at, iif(:error IS NULL, NULL, :at)
)
ON CONFLICT (update_id) DO NOTHING
RETURNING seq;

-- name: last_update_id
SELECT update_id FROM inbox WHERE update_id >= 0 ORDER BY seq DESC LIMIT 1;

-- name: next_input
SELECT seq, update_id, person, body, received_at FROM inbox WHERE state = 'new' ORDER BY seq LIMIT 1;

-- name: finish_input
UPDATE inbox SET state = 'done', done_at = :at WHERE seq = :seq AND state = 'new';

-- name: set_aside_input
UPDATE inbox SET state = 'aside', error = :error, done_at = :at WHERE seq = :seq AND state = 'new';

-- name: updates_of
SELECT body FROM inbox WHERE person = :person AND received_at >= :since AND body IS NOT NULL ORDER BY seq;
