UPDATE jobs
SET lease_owner = NULL, lease_until = NULL, run_at = $3, last_error = $4
WHERE id = $2 AND lease_owner = $1
