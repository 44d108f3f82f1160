SELECT m.workspace_id
FROM memberships m
LEFT JOIN sessions s ON s.workspace_id = m.workspace_id AND s.user_id = m.user_id
WHERE m.user_id = $1
GROUP BY m.workspace_id, m.created_at
ORDER BY coalesce(max(s.last_seen_at), m.created_at) DESC
LIMIT 1
