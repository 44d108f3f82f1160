SELECT id, platform, external_id, handle, display_name, avatar_url, status, scopes, follower_count,
       post_count, engagement_rate, token_expires_at,
       CASE WHEN refresh_token IS NULL THEN token_expires_at ELSE refresh_expires_at END AS access_ends_at,
       last_synced_at, last_sync_status, next_sync_at, error_code, error_message, created_at
FROM connections
WHERE workspace_id = $1
ORDER BY created_at DESC, id DESC
