INSERT INTO jobs (id, queue, kind, unique_key, payload, run_at, attempts_max, created_at)
SELECT id, queue, kind, unique_key, payload, $2, attempts_max, created_at
FROM dead_jobs
WHERE id = $1
ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
