SELECT m.id, m.workspace_id, m.email
FROM memberships m
JOIN users u ON u.email = m.email
WHERE m.invite_hash = $1 AND m.invite_expires_at > $2 AND u.id = $3
