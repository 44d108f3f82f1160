DELETE FROM dead_jobs WHERE died_at < $1
