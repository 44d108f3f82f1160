DELETE FROM jobs WHERE kind = $1 AND unique_key = $2 AND lease_owner IS NULL
