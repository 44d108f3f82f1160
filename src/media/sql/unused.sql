SELECT m.id, m.workspace_id
FROM media m
WHERE m.last_used_at < $1 AND NOT EXISTS (SELECT 1 FROM media_uses u WHERE u.media_id = m.id)
ORDER BY m.last_used_at, m.id
LIMIT $2
