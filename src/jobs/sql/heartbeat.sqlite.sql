UPDATE jobs SET lease_until = $2
WHERE id IN (SELECT value FROM json_each($3)) AND lease_owner = $1
