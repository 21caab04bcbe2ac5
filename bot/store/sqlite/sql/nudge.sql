-- name: add_nudge
INSERT INTO nudge (id, person, due, state, body) VALUES (:id, :person, :due, 'waiting', :body)
ON CONFLICT (id) DO UPDATE
SET
    was = iif(nudge.state = 'waiting', nudge.due, NULL),
    person = excluded.person,
    due = excluded.due,
    state = excluded.state,
    body = excluded.body
RETURNING was;

-- name: due_nudge
SELECT id, person, due, body FROM nudge
WHERE
    state = 'waiting'
    AND due <= :now
    AND NOT EXISTS (
        SELECT 1 FROM line
        WHERE
            waiting = 1
            AND line.person IN (
                SELECT nudge.person
                UNION
                SELECT id FROM person
                WHERE conversation = (SELECT conversation FROM person WHERE id = nudge.person)
            )
    )
ORDER BY due, rowid LIMIT 1;

-- name: close_nudge
UPDATE nudge SET was = iif(state = 'waiting', due, NULL), state = :state WHERE id = :id RETURNING person, was;

-- name: waiting_nudges
SELECT id, person, due, body FROM nudge WHERE state = 'waiting' AND person = :person ORDER BY due, rowid;
