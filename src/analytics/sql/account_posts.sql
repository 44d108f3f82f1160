SELECT id, connection_id, platform, external_id, caption, media_type, media_url, thumbnail_url, permalink,
       view_count, reach_count, like_count, comment_count, share_count, save_count, engagement_rate,
       posted_at
FROM platform_posts
WHERE workspace_id = $1 AND connection_id = $2
ORDER BY posted_at DESC, id DESC
LIMIT $3
