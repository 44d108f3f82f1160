UPDATE jobs
SET attempt = attempt + 1, lease_owner = $4, lease_until = $5,
    last_error = CASE WHEN lease_until IS NULL THEN last_error
                      ELSE 'the worker stopped in the middle of it' END
-- An array and no join, so that no planner is tempted to read the whole table.
WHERE id = ANY (ARRAY(
    SELECT id FROM jobs
    WHERE queue = $1 AND run_at <= $2 AND (lease_until IS NULL OR lease_until < $2)
    ORDER BY run_at, id
    LIMIT $3
    FOR UPDATE SKIP LOCKED
))
RETURNING id, kind, queue, payload, unique_key, attempt, attempts_max, created_at
