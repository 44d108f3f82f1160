INSERT INTO jobs (id, queue, kind, unique_key, payload, run_at, attempts_max, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
