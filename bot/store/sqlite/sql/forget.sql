-- name: companions
SELECT id FROM person
WHERE conversation = (SELECT conversation FROM person WHERE id = :person) AND id <> :person;

-- name: wipe_inputs
DELETE FROM inbox
WHERE person = :person AND seq <> (SELECT seq FROM inbox WHERE update_id >= 0 ORDER BY seq DESC LIMIT 1);

-- name: wipe_newest_input
-- Its number stays until there is a newer one: it says where Telegram is to go on, and knows a repetition.
UPDATE inbox SET person = NULL, body = NULL, error = NULL, state = 'done', received_at = 0, done_at = 0
WHERE person = :person;

-- name: wipe_line
DELETE FROM line WHERE person = :person;

-- name: wipe_memory
DELETE FROM memory WHERE person = :person;

-- name: wipe_nudges
DELETE FROM nudge WHERE person = :person;

-- name: wipe_messages
-- All but a farewell that is still on its way.
DELETE FROM outbox WHERE chat = :person AND NOT (state IN ('pending', 'sending') AND last = 1);

-- name: wipe_words
-- What the person caused in a partner's chat, while they were linked, and in the chat of somebody whose link they had
-- accepted, and that has not begun to go out: one's relays are the other's doing.
DELETE FROM outbox
WHERE
    state IN ('pending', 'sending')
    AND state = 'pending'
    AND tone = 'relay'
    AND (
        EXISTS (
            SELECT 1 FROM couple
            WHERE
                outbox.chat = CASE :person WHEN couple.a THEN couple.b WHEN couple.b THEN couple.a END
                AND outbox.created_at >= couple.since
                AND (couple.ended_at IS NULL OR outbox.created_at <= couple.ended_at)
        )
        OR EXISTS (
            SELECT 1 FROM invitation
            WHERE
                invitation.inviter = outbox.chat
                AND invitation.claimed_by = :person
                AND invitation.state = 'claimed'
                AND outbox.created_at >= invitation.created_at
        )
    );

-- name: wipe_invitations
DELETE FROM invitation WHERE inviter = :person;

-- name: wipe_claims
UPDATE invitation SET claimed_by = NULL WHERE claimed_by = :person;

-- name: wipe_couples
DELETE FROM couple WHERE a = :person OR b = :person;

-- name: wipe_shared_aside
-- What two had together: the other has still to be told, no more.
UPDATE aside SET body = NULL
WHERE person <> :person AND (kind, place) IN (SELECT kind, place FROM aside WHERE person = :person);

-- name: wipe_aside
DELETE FROM aside WHERE person = :person;

-- name: wipe_conversation
DELETE FROM conversation WHERE id = (SELECT conversation FROM person WHERE id = :person) RETURNING id;

-- name: wipe_person
DELETE FROM person WHERE id = :person;

-- name: wipe_chat
DELETE FROM chat WHERE id = :person;

-- name: wipe_last
DELETE FROM outbox WHERE chat = :chat AND last = 1;

-- name: knows
SELECT 1 AS yes FROM person WHERE id = :person;

-- name: is_back
SELECT 1 AS yes FROM person WHERE id = :person
UNION
SELECT 1 AS yes FROM inbox WHERE person = :person AND body IS NOT NULL;

-- name: closed_since
-- A group has a negative id.
SELECT id FROM chat WHERE id > max(:after, 0) AND closed = 1 AND closed_at <= :closed ORDER BY id LIMIT :most;

-- name: quiet_since
SELECT person.id FROM person JOIN conversation ON conversation.id = person.conversation
WHERE person.id > :after AND conversation.updated_at <= :quiet
ORDER BY person.id LIMIT :most;
