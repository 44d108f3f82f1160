DELETE FROM jobs WHERE id = $2 AND lease_owner = $1
