SELECT type, status, done, rate_limit_hit, cursor FROM sync_runs WHERE id = $1
