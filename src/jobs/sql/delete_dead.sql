DELETE FROM dead_jobs WHERE id = $1
