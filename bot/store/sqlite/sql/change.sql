-- name: data_keys
SELECT owner, wrapped FROM data_key;

-- name: remove_data_keys
DELETE FROM data_key;

-- name: change_key_check
UPDATE key_check SET sealed = :sealed, dirty = 1;
