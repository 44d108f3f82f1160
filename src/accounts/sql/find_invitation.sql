SELECT id, workspace_id, email FROM memberships WHERE invite_hash = $1 AND invite_expires_at > $2
