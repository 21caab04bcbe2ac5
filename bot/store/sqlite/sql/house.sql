-- name: house
SELECT body FROM house WHERE name = :name;

-- name: save_house
INSERT INTO house (name, body) VALUES (:name, :body)
ON CONFLICT (name) DO UPDATE SET body = excluded.body;

-- name: everybody
SELECT id FROM person WHERE id > :after ORDER BY id LIMIT :most;
