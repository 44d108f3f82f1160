UPDATE connections
SET status = 'needs_reauth', error_code = $3, error_message = $4, refresh_lease_until = NULL,
    updated_at = $5
WHERE id = $1 AND token_version = $2 AND status = 'active'
