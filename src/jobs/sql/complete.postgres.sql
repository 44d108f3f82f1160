DELETE FROM jobs WHERE id = ANY($2::text[]::uuid[]) AND lease_owner = $1
