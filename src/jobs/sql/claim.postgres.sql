WITH next AS (
    SELECT id FROM jobs
    WHERE queue = $1 AND state = 'available' AND run_at <= $2
    ORDER BY run_at, id
    LIMIT $3
    FOR UPDATE SKIP LOCKED
)
UPDATE jobs
SET state = 'running', attempt = attempt + 1, lease_owner = $4, lease_until = $5
FROM next
WHERE jobs.id = next.id
RETURNING jobs.id, kind, queue, payload, unique_key, attempt, attempts_max, created_at
