UPDATE jobs SET lease_until = $1 WHERE lease_owner IS NOT NULL
