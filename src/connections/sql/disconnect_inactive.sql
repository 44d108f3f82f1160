UPDATE connections
SET status = 'disconnected', access_token = NULL, refresh_token = NULL,
    token_version = token_version + 1, token_issued_at = NULL, token_expires_at = NULL, refresh_expires_at = NULL,
    refresh_lease_until = NULL, next_sync_at = NULL, error_code = NULL, error_message = NULL,
    updated_at = $3
-- The conditions again: somebody may have connected it meanwhile.
WHERE id = $1 AND (status = 'needs_reauth' OR (status = 'active' AND failed_syncs > 0))
  AND (last_success_at IS NULL OR last_success_at < $2) AND coalesce(connected_at, created_at) < $2
RETURNING workspace_id, platform
