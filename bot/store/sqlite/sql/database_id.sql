-- name: database_id
SELECT name FROM database_id;

-- name: change_database_id
UPDATE database_id SET name = :name;
