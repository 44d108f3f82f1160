SELECT id, workspace_id, next_sync_at
FROM connections
WHERE status = 'active' AND platform = $1 AND id > $2
ORDER BY id
LIMIT $3
