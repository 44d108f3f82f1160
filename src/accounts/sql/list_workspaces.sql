SELECT w.id, w.name, m.role, w.timezone
FROM memberships m
JOIN workspaces w ON w.id = m.workspace_id
WHERE m.user_id = $1
ORDER BY w.name, w.id
