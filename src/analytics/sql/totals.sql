SELECT platform, handle, id AS connection_id, follower_count AS followers, post_count AS posts,
       engagement_rate, last_synced_at AS last_synced, avatar_url AS profile_image, engagement_total
FROM connections
WHERE workspace_id = $1 AND status <> 'disconnected'
ORDER BY created_at DESC, id DESC
