SELECT id, kind, queue, 'available' AS state, unique_key, attempt, attempts_max, run_at, last_error,
       created_at
FROM jobs
WHERE (lease_until IS NULL OR lease_until < $1) AND (created_at, id) < ($2, $3)
ORDER BY created_at DESC, id DESC
LIMIT $4
