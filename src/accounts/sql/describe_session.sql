SELECT u.id AS user_id, u.email, u.name AS user_name, u.created_at,
       w.id AS workspace_id, w.name AS workspace_name, w.timezone, m.role
FROM sessions s
JOIN users u ON u.id = s.user_id
JOIN workspaces w ON w.id = s.workspace_id
JOIN memberships m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id
WHERE s.id = $1 AND s.user_id = $2
