SELECT id, workspace_id, next_sync_at
FROM connections
WHERE status = 'active' AND platform = $1 AND next_sync_at <= $2
ORDER BY next_sync_at, id
LIMIT $3
