SELECT id, workspace_id, connection_id, type, status, stage, done, total, items_synced, error_code,
       error_message, rate_limit_hit, rate_limit_reset, started_at, completed_at
FROM sync_runs
WHERE workspace_id = $1 AND connection_id = $2 AND (started_at, id) < ($3, $4)
ORDER BY started_at DESC, id DESC
LIMIT $5
