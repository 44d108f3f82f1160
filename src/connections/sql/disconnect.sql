UPDATE connections
SET status = 'disconnected', access_token = NULL, refresh_token = NULL,
    token_version = token_version + 1, token_issued_at = NULL, token_expires_at = NULL, refresh_expires_at = NULL,
    refresh_lease_until = NULL, next_sync_at = NULL, error_code = NULL, error_message = NULL,
    updated_at = $3
WHERE workspace_id = $1 AND id = $2
