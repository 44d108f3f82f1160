UPDATE sync_runs SET stage = $2, done = $3, total = $4, items_synced = $5, cursor = $6
WHERE id = $1 AND status = 'running'
