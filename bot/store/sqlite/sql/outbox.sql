-- The words state IN ('pending', 'sending') let SQLite use the index of unsent rows, also beside a narrower condition.

-- name: add_message
INSERT INTO outbox (seq, chat, kind, tone, ask, question, once, last, body, state, created_at)
VALUES (:seq, :chat, :kind, :tone, :ask, :question, :once, :last, :body, 'pending', :created_at);

-- name: question_rows
SELECT ask, question, state, message_id, bound, doubled, seq, dated FROM outbox
WHERE chat = :chat AND ask IN (SELECT value FROM json_each(:asks)) AND kind = 'send' AND state <> 'aside'
ORDER BY seq;

-- name: bodies_of
SELECT seq, body FROM outbox
WHERE chat = :chat AND ask = :ask AND kind = 'send' AND state <> 'aside' AND created_at >= :since AND body IS NOT NULL
ORDER BY seq DESC;

-- name: ask_of_message
SELECT seq, ask FROM outbox WHERE chat = :chat AND message_id = :message_id AND kind = 'send' ORDER BY seq DESC LIMIT 1;

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
ORDER BY seq;

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
SELECT shown.message_id FROM outbox AS edit, outbox AS shown
WHERE
    edit.seq = :seq
    AND shown.chat = edit.chat
    AND shown.ask = edit.ask
    AND shown.seq < edit.seq
    AND shown.question = 1
    AND shown.kind = 'send'
    AND shown.message_id IS NOT NULL
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
-- An edit that shows no question only shrinks the buttons of an older one: it goes once nothing else waits in its chat,
-- or before older messages are taken away.
SELECT seq, chat, kind, tone, ask, body, attempts FROM outbox
WHERE
    seq IN (
        SELECT
            iif(
                min(iif(kind = 'edit' AND question = 0, NULL, seq)) IS min(iif(kind = 'delete', seq, NULL)),
                min(seq),
                min(iif(kind = 'edit' AND question = 0, NULL, seq))
            )
        FROM outbox
        WHERE state IN ('pending', 'sending')
        GROUP BY chat
        HAVING max(state = 'sending') = 0
    )
    AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = outbox.chat AND chat.closed = 1)
    -- Nobody hears that they are forgotten while that may still stand in the journal.
    AND NOT (last = 1 AND :hold)
ORDER BY CASE tone WHEN 'reply' THEN 0 WHEN 'relay' THEN 1 ELSE 2 END, seq
LIMIT :limit;

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
ORDER BY seq;

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
