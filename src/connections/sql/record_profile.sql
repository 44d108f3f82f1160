UPDATE connections
SET handle = $2, display_name = $3, avatar_url = coalesce($4, avatar_url),
    follower_count = coalesce($5, follower_count), post_count = coalesce($6, post_count),
    engagement_rate = coalesce($7, engagement_rate), updated_at = $8
WHERE id = $1
