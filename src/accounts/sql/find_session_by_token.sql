SELECT s.id, s.user_id, s.workspace_id, m.role, s.last_seen_at, u.instance_admin
FROM sessions s
JOIN users u ON u.id = s.user_id
JOIN memberships m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id
WHERE s.token_hash = $1 AND s.expires_at > $2
