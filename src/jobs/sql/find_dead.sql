SELECT id FROM dead_jobs WHERE id = $1
