DELETE FROM sync_runs WHERE id = $1 AND status = 'running' AND items_synced = 0
