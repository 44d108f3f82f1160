DELETE FROM memberships WHERE user_id IS NULL AND invite_expires_at <= $1
