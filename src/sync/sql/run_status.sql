SELECT status FROM sync_runs WHERE id = $1
