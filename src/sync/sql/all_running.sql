SELECT id, workspace_id, connection_id, type, status, stage, done, total, items_synced, error_code,
       error_message, rate_limit_hit, rate_limit_reset, started_at, completed_at
FROM sync_runs
WHERE status = 'running'
