UPDATE jobs SET lease_until = $2
WHERE id = ANY($3::text[]::uuid[]) AND lease_owner = $1
