SELECT id FROM jobs WHERE kind = $1 AND unique_key = $2
