-- One statement, so that a heartbeat that comes in between cannot leave a job both dead and running.
WITH gone AS (
    DELETE FROM jobs
    WHERE state = 'running' AND lease_until < $2 AND attempt >= attempts_max
    RETURNING id, queue, kind, unique_key, payload, attempt, attempts_max, created_at
)
INSERT INTO dead_jobs (id, queue, kind, unique_key, payload, attempt, attempts_max, last_error,
                       created_at, died_at)
SELECT id, queue, kind, unique_key, payload, attempt, attempts_max,
       'the worker stopped in the middle of its last try', created_at, $1
FROM gone
ON CONFLICT (id) DO NOTHING
