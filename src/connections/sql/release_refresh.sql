UPDATE connections SET refresh_lease_until = NULL WHERE id = $1 AND token_version = $2
