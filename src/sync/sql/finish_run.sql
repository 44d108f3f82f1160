UPDATE sync_runs
SET status = $2, stage = 'done', error_code = $3, error_message = $4, rate_limit_hit = $5,
    rate_limit_reset = $6, completed_at = $7
WHERE id = $1 AND status = 'running'
RETURNING items_synced
