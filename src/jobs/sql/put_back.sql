UPDATE jobs
SET lease_owner = NULL, lease_until = NULL, run_at = $3, attempt = attempt - 1
WHERE id = $2 AND lease_owner = $1
