-- name: agenda
-- One statement, so that all of it is as of one moment. The words state IN ('pending', 'sending') are the index's.
SELECT
    (SELECT count(*) FROM inbox WHERE state = 'new') AS inputs,
    (
        SELECT count(*) FROM outbox
        WHERE
            state IN ('pending', 'sending')
            AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = outbox.chat AND chat.closed = 1)
    ) AS unsent,
    soonest.due,
    (
        SELECT json_group_array(DISTINCT person) FROM nudge
        WHERE state = 'waiting' AND nudge.due = soonest.due
    ) AS people
FROM (SELECT min(due) AS due FROM nudge WHERE state = 'waiting') AS soonest;

-- name: backlog
SELECT 'inbox' AS what, count(*) AS waiting, min(received_at) AS since FROM inbox WHERE state = 'new'
UNION ALL
SELECT tone, count(*), min(created_at) FROM outbox
WHERE
    state IN ('pending', 'sending')
    AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = outbox.chat AND chat.closed = 1)
GROUP BY tone
UNION ALL
SELECT 'due', count(*), min(due) FROM nudge WHERE state = 'waiting' AND due <= :now;
