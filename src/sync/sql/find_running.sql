SELECT id FROM sync_runs WHERE id = $1 AND status = 'running'
