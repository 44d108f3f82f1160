UPDATE jobs
SET attempt = attempt + 1, lease_owner = $4, lease_until = $5,
    last_error = CASE WHEN lease_until IS NULL THEN last_error
                      ELSE 'the worker stopped in the middle of it' END
WHERE id IN (
    SELECT id FROM jobs
    WHERE queue = $1 AND run_at <= $2 AND (lease_until IS NULL OR lease_until < $2)
    ORDER BY run_at, id
    LIMIT $3
)
RETURNING id, kind, queue, payload, unique_key, attempt, attempts_max, created_at
