-- name: house
SELECT body FROM house WHERE name = :name;

-- name: save_house
INSERT INTO house (name, body) VALUES (:name, :body)
ON CONFLICT (name) DO UPDATE SET body = excluded.body;

-- name: everybody
SELECT id FROM person WHERE id > :after ORDER BY id LIMIT :most;

-- name: backlog
-- One statement, so that all of it is as of one moment. The words state IN ('pending', 'sending') are the index's.
SELECT 'inbox' AS what, count(*) AS waiting, min(received_at) AS since FROM inbox WHERE state = 'new'
UNION ALL
SELECT tone, count(*), min(created_at) FROM outbox
WHERE
    state IN ('pending', 'sending')
    AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = outbox.chat AND chat.closed = 1)
GROUP BY tone
UNION ALL
SELECT 'due', count(*), min(due) FROM nudge WHERE state = 'waiting' AND due <= :now;
