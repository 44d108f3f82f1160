UPDATE memberships SET user_id = $2, invite_hash = NULL, invite_expires_at = NULL WHERE id = $1
