-- name: add_invitation
INSERT INTO invitation (id, token_hash, inviter, created_at, expires_at, state)
VALUES (:id, :token_hash, :inviter, :at, :expires, 'open');

-- name: invitation_by_token
SELECT id, inviter, created_at, expires_at, state, claimed_by FROM invitation WHERE token_hash = :token_hash;

-- name: invitation
SELECT id, inviter, created_at, expires_at, state, claimed_by FROM invitation WHERE id = :id;

-- name: invitations_of
SELECT id, inviter, created_at, expires_at, state, claimed_by FROM invitation
WHERE inviter = :inviter
ORDER BY created_at, rowid;

-- name: claim_invitation
UPDATE invitation SET state = 'claimed', claimed_by = :person
WHERE id = :id AND state = 'open' AND expires_at > :now AND inviter <> :person
RETURNING id;

-- name: close_invitation
UPDATE invitation SET state = :state WHERE id = :id;

-- name: remove_invitation
DELETE FROM invitation WHERE id = :id AND inviter = :inviter;

-- name: void_invitations
UPDATE invitation SET state = 'void' WHERE inviter = :inviter AND state IN ('open', 'claimed');

-- name: add_couple
INSERT INTO couple (id, a, b, since) VALUES (:id, :a, :b, :at);

-- name: end_couple
UPDATE couple SET ended_at = :at WHERE id = :id AND ended_at IS NULL;

-- name: linked_since
SELECT since FROM couple WHERE (a = :person OR b = :person) AND ended_at IS NULL;
