INSERT INTO dead_jobs (id, queue, kind, unique_key, payload, attempt, attempts_max, last_error,
                       created_at, died_at)
SELECT id, queue, kind, unique_key, payload,
       CASE WHEN attempt < attempts_max THEN attempt ELSE attempts_max END, attempts_max, $3,
       created_at, $4
FROM jobs
WHERE id = $2 AND lease_owner = $1
