SELECT id, platform, handle, status = 'active' AS connected, follower_count, post_count,
       last_synced_at AS last_synced, token_expires_at AS expires_at
FROM connections
WHERE workspace_id = $1
ORDER BY created_at DESC, id DESC
