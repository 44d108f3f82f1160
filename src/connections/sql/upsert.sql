INSERT INTO connections (id, workspace_id, platform, external_id, app_scoped_id, handle, display_name,
                         avatar_url, status, scopes, access_token, refresh_token, token_issued_at,
                         token_expires_at, refresh_expires_at, next_sync_at, created_at, updated_at, connected_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $10, $11, $12, $13, $16, $15, $14, $14, $14)
ON CONFLICT (id) DO UPDATE
SET app_scoped_id = excluded.app_scoped_id,
    handle = excluded.handle,
    display_name = excluded.display_name,
    avatar_url = coalesce(excluded.avatar_url, connections.avatar_url),
    status = 'active',
    scopes = excluded.scopes,
    access_token = excluded.access_token,
    refresh_token = coalesce(excluded.refresh_token, connections.refresh_token),
    token_version = connections.token_version + 1,
    token_issued_at = excluded.token_issued_at,
    token_expires_at = excluded.token_expires_at,
    refresh_lease_until = NULL,
    refresh_expires_at = CASE WHEN excluded.refresh_token IS NULL THEN connections.refresh_expires_at
                              ELSE excluded.refresh_expires_at END,
    next_sync_at = excluded.next_sync_at,
    failed_syncs = 0,
    connected_at = excluded.connected_at,
    error_code = NULL,
    error_message = NULL,
    updated_at = excluded.updated_at
