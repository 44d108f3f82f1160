UPDATE jobs
SET attempt = attempt + 1, lease_owner = $4, lease_until = $5,
    last_error = CASE WHEN lease_until IS NULL THEN last_error
                      ELSE 'the worker stopped in the middle of it' END
-- By their places in the table, which cannot change while they are locked: no index is asked again.
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM jobs
    WHERE queue = $1 AND run_at <= $2 AND (lease_until IS NULL OR lease_until < $2)
    ORDER BY run_at, id
    LIMIT $3
    FOR UPDATE SKIP LOCKED
))
RETURNING id, kind, queue, payload, unique_key, attempt, attempts_max, created_at
