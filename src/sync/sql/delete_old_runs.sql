DELETE FROM sync_runs WHERE status <> 'running' AND completed_at < $1
