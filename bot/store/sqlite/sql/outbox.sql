-- The words state IN ('pending', 'sending') let SQLite use the index of unsent rows, also beside a narrower condition.

-- name: add_message
INSERT INTO outbox (seq, chat, kind, tone, ask, question, once, last, body, state, created_at, rank)
VALUES (
    :seq, :chat, :kind, :tone, :ask, :question, :once, :last, :body, 'pending', :created_at,
    CASE WHEN :kind = 'edit' AND NOT :question THEN 3 WHEN :tone = 'reply' THEN 0 WHEN :tone = 'relay' THEN 1 ELSE 2 END
);

-- name: question_rows
SELECT ask, question, state, message_id, bound, doubled, seq, dated FROM outbox
WHERE chat = :chat AND ask IN (SELECT value FROM json_each(:asks)) AND kind = 'send' AND state <> 'aside'
ORDER BY seq;

-- name: bodies_of
SELECT seq, body FROM outbox
WHERE chat = :chat AND ask = :ask AND kind = 'send' AND state <> 'aside' AND created_at >= :since AND body IS NOT NULL
ORDER BY seq DESC;

-- name: ask_of_message
-- Of several that went as one message, the question.
SELECT seq, ask FROM outbox WHERE chat = :chat AND message_id = :message_id AND kind = 'send'
ORDER BY question DESC, seq DESC LIMIT 1;

-- name: unread
SELECT
    EXISTS (SELECT 1 FROM outbox WHERE chat = :chat AND kind = 'send' AND state IN ('pending', 'sending'))
    OR EXISTS (SELECT 1 FROM outbox WHERE chat = :chat AND kind = 'send' AND message_id > :message_id) AS unread;

-- name: sent_since
SELECT message_id, sent_at FROM outbox
WHERE chat = :chat AND kind = 'send' AND message_id IS NOT NULL AND sent_at >= :since
ORDER BY seq;

-- name: replies_since
SELECT message_id FROM outbox
WHERE chat = :chat AND kind = 'send' AND tone = 'reply' AND message_id IS NOT NULL AND sent_at >= :since
GROUP BY message_id ORDER BY min(seq);

-- name: drop_replies
-- As any other that is not to be sent: that somebody hid their chat is named nowhere.
UPDATE outbox SET state = 'aside', error = 'retracted'
WHERE
    chat = :chat
    AND state IN ('pending', 'sending')
    AND state = 'pending'
    AND (kind = 'edit' OR (kind = 'send' AND tone = 'reply'));

-- name: erase_replies
UPDATE outbox SET body = NULL WHERE chat = :chat AND state = 'sent' AND tone = 'reply';

-- name: copies
-- Of several that went as one message, the last has its buttons.
SELECT
    shown.message_id,
    EXISTS (
        SELECT 1 FROM outbox AS other
        WHERE other.chat = shown.chat AND other.message_id = shown.message_id AND other.seq < shown.seq
    ) AS joined
FROM outbox AS edit, outbox AS shown
WHERE
    edit.seq = :seq
    AND shown.chat = edit.chat
    AND shown.ask = edit.ask
    AND shown.seq < edit.seq
    AND shown.question = 1
    AND shown.kind = 'send'
    AND shown.message_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS other
        WHERE other.chat = shown.chat AND other.message_id = shown.message_id AND other.seq > shown.seq
    )
ORDER BY shown.seq DESC LIMIT 2;

-- name: note_message
INSERT INTO chat (id, last_message_id) VALUES (:chat, :message_id)
ON CONFLICT (id) DO UPDATE SET last_message_id = max(last_message_id, excluded.last_message_id);

-- name: open_chat
UPDATE chat SET closed = 0, closed_at = NULL WHERE id = :chat AND closed = 1 RETURNING id;

-- name: set_aside_stale
UPDATE outbox SET state = 'aside', error = :error, sent_at = :at
WHERE chat = :chat AND state IN ('pending', 'sending') AND state = 'pending' AND tone IN ('reply', 'nudge') AND created_at < :before;

-- name: close_chat
INSERT INTO chat (id, closed) VALUES (:chat, 1) ON CONFLICT (id) DO UPDATE SET closed = 1;

-- name: chat_closed
SELECT closed FROM chat WHERE id = :chat;

-- name: last_waits
SELECT seq FROM outbox
WHERE chat = :chat AND state IN ('pending', 'sending') AND last = 1 AND :chat NOT IN (SELECT id FROM person)
LIMIT 1;

-- name: unsent_of_chat
SELECT seq, body FROM outbox WHERE chat = :chat AND state IN ('pending', 'sending') ORDER BY seq;

-- name: move_unsent
UPDATE outbox SET chat = :chat, body = :body WHERE seq = :seq;

-- name: heads
-- What only shrinks older buttons (rank 3) goes once nothing else waits in its chat, or before older messages are taken
-- away, and while nobody waits for a turn. A chat is as urgent as the most urgent of what waits there. The index has what
-- waits in the order in which it goes: no more of it is looked at than there is to begin.
WITH goes (seq, rank, place) AS (
    SELECT
        coalesce(
            (
                SELECT iif(sooner.kind = 'delete', NULL, sooner.seq) FROM outbox AS sooner
                WHERE sooner.chat = first.chat AND sooner.state IN ('pending', 'sending') AND sooner.rank < 3
                ORDER BY sooner.seq LIMIT 1
            ),
            (
                SELECT sooner.seq FROM outbox AS sooner
                WHERE sooner.chat = first.chat AND sooner.state IN ('pending', 'sending')
                ORDER BY sooner.seq LIMIT 1
            )
        ),
        first.rank,
        first.seq
    FROM outbox AS first
    WHERE
        first.state IN ('pending', 'sending')
        AND first.rank < iif(:unasked, iif(EXISTS (SELECT 1 FROM line WHERE waiting = 1), 3, 4), 2)
        AND first.chat NOT IN (SELECT value FROM json_each(:resting))
        AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = first.chat AND chat.closed = 1)
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS other
            WHERE
                other.chat = first.chat
                AND other.state IN ('pending', 'sending')
                AND (other.state = 'sending' OR (other.rank, other.seq) < (first.rank, first.seq))
        )
)
SELECT outbox.seq, chat, kind, tone, ask, body, attempts, created_at, question, goes.rank
FROM goes CROSS JOIN outbox ON outbox.seq = goes.seq
WHERE
    NOT (kind = 'send' AND chat IN (SELECT value FROM json_each(:full)))
    AND (:unasked OR kind <> 'send' OR tone <> 'nudge')
    -- Nobody hears that they are forgotten while that may still stand in the journal.
    AND NOT (last = 1 AND :hold)
ORDER BY goes.rank, place
LIMIT :limit;

-- name: waiting_in
SELECT seq, chat, kind, tone, ask, body, attempts, created_at, question, rank FROM outbox
WHERE chat = :chat AND state IN ('pending', 'sending') AND state = 'pending'
ORDER BY seq LIMIT :most;

-- name: mark_sending
UPDATE outbox
SET
    state = 'sending',
    attempts = attempts + 1,
    bound = coalesce(bound, (SELECT last_message_id FROM chat WHERE chat.id = outbox.chat), 0)
WHERE seq = :seq AND state = 'pending'
RETURNING bound;

-- name: mark_sent
UPDATE outbox
SET
    state = 'sent',
    kind = iif(kind = 'edit' AND :message_id IS NOT NULL, 'send', kind),
    message_id = :message_id,
    sent_at = :at,
    dated = :dated,
    error = NULL,
    body = CASE once WHEN 1 THEN NULL ELSE body END
WHERE seq = :seq
RETURNING chat, last;

-- name: mark_pending
-- A bound outlives its call only if that call may have delivered a copy.
UPDATE outbox
SET
    state = 'pending',
    error = :error,
    doubled = doubled OR :maybe_sent,
    bound = iif(doubled OR :maybe_sent, bound, NULL)
WHERE seq = :seq;

-- name: mark_aside
UPDATE outbox SET state = 'aside', error = :error WHERE seq = :seq RETURNING chat, last;

-- name: retract
UPDATE outbox SET state = 'aside', error = 'retracted'
WHERE chat = :chat AND ask = :ask AND kind = 'send' AND state = 'pending';

-- name: messages_of
SELECT message_id FROM outbox
WHERE chat = :chat AND ask = :ask AND kind = 'send' AND message_id IS NOT NULL
GROUP BY message_id ORDER BY min(seq);

-- name: is_late
SELECT seq FROM outbox
WHERE chat = :chat AND (ask = :late OR (ask = :ask AND state = 'aside' AND error = :stale))
LIMIT 1;

-- name: is_waiting
SELECT seq FROM outbox
WHERE chat = :chat AND ask = :ask AND kind = 'send' AND state IN ('pending', 'sending')
LIMIT 1;

-- name: message
SELECT chat, ask FROM outbox WHERE seq = :seq;

-- name: replace_late
UPDATE outbox SET body = :body, ask = :ask WHERE seq = :seq;

-- name: set_aside_late
UPDATE outbox SET state = 'aside', ask = :ask, error = :error WHERE seq = :seq;

-- name: reset_sending
UPDATE outbox SET state = 'pending', doubled = 1
WHERE state IN ('pending', 'sending') AND state = 'sending'
RETURNING seq;

-- name: pending_count
SELECT count(*) AS rows FROM outbox WHERE state IN ('pending', 'sending');
