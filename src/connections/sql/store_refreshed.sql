UPDATE connections
SET access_token = $3, refresh_token = coalesce($4, refresh_token), token_version = token_version + 1,
    token_issued_at = $5, token_expires_at = coalesce($6, token_expires_at),
    refresh_expires_at = coalesce($7, refresh_expires_at),
    refresh_lease_until = NULL, updated_at = $5
WHERE id = $1 AND token_version = $2 AND status = 'active'
