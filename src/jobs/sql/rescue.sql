UPDATE jobs
SET state = 'available', lease_owner = NULL, lease_until = NULL, run_at = $1,
    last_error = 'the worker stopped in the middle of it'
WHERE state = 'running' AND lease_until < $2 AND attempt < attempts_max
