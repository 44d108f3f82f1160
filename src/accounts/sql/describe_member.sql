SELECT u.id AS user_id, u.email, u.name AS user_name, u.created_at,
       w.id AS workspace_id, w.name AS workspace_name, w.timezone, m.role
FROM memberships m
JOIN users u ON u.id = m.user_id
JOIN workspaces w ON w.id = m.workspace_id
WHERE m.workspace_id = $1 AND m.user_id = $2
