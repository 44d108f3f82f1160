SELECT type, status, done, rate_limit_hit, cursor
FROM sync_runs
WHERE connection_id = $1 AND status <> 'running'
ORDER BY started_at DESC, id DESC
LIMIT 1
