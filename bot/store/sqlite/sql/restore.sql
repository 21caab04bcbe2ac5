-- name: snapshot
-- As it is in every version that there has been.
SELECT
    max(
        coalesce((SELECT max(received_at) FROM inbox), 0),
        coalesce((SELECT max(done_at) FROM inbox), 0),
        coalesce((SELECT max(created_at) FROM outbox), 0),
        coalesce((SELECT max(sent_at) FROM outbox), 0),
        coalesce((SELECT max(updated_at) FROM conversation), 0)
    ) AS at,
    (SELECT count(*) FROM person) AS people,
    (SELECT count(*) FROM conversation) AS conversations;

-- name: received_after
SELECT count(*) AS updates FROM inbox WHERE received_at > :at AND person IS NOT NULL;

-- name: parted
-- Whether a database and a backup, attached, went different ways: numbers are given once, to rows that differ then.
SELECT
    EXISTS (
        SELECT 1 FROM main.outbox AS ours JOIN backup.outbox AS theirs ON theirs.seq = ours.seq
        WHERE theirs.created_at <> ours.created_at
    )
    OR EXISTS (
        SELECT 1 FROM main.inbox AS ours JOIN backup.inbox AS theirs ON theirs.seq = ours.seq
        WHERE theirs.update_id <> ours.update_id
    ) AS parted;

-- name: note_restored
-- In no version's own tables: any coach that opens the file may pass over it, and the first that knows it takes it away.
CREATE TABLE IF NOT EXISTS restored (until INTEGER NOT NULL, forgotten TEXT NOT NULL) STRICT;

-- name: clear_restored
DELETE FROM restored;

-- name: save_restored
INSERT INTO restored (until, forgotten) VALUES (:until, :forgotten);

-- name: is_restored
SELECT 1 AS yes FROM sqlite_schema WHERE type = 'table' AND name = 'restored';

-- name: restored
SELECT until, forgotten FROM restored;

-- name: drop_restored
DROP TABLE restored;

-- name: unsent_before
SELECT seq FROM outbox
WHERE state IN ('pending', 'sending') AND kind = 'send' AND created_at < :before
ORDER BY seq;
