SELECT m.id, m.user_id, m.email, u.name, m.role,
       CASE WHEN m.user_id IS NULL THEN 'invited' ELSE 'active' END AS status, m.created_at
FROM memberships m
LEFT JOIN users u ON u.id = m.user_id
WHERE m.workspace_id = $1 AND (m.created_at, m.id) < ($2, $3)
ORDER BY m.created_at DESC, m.id DESC
LIMIT $4
