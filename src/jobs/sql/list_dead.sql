SELECT id, kind, queue, 'dead' AS state, unique_key, attempt, attempts_max, died_at AS run_at,
       last_error, created_at
FROM dead_jobs
WHERE (created_at, id) < ($1, $2)
ORDER BY created_at DESC, id DESC
LIMIT $3
