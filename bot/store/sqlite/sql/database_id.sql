-- name: database_id
SELECT name FROM (SELECT 1) LEFT JOIN database_id ON true;

-- name: change_database_id
UPDATE database_id SET name = :name;
