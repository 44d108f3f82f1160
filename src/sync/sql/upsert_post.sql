INSERT INTO platform_posts (id, workspace_id, connection_id, platform, external_id, caption, media_type,
                            media_url, thumbnail_url, permalink, view_count, reach_count, like_count,
                            comment_count, share_count, save_count, engagement, engagement_rate,
                            posted_at, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20)
ON CONFLICT (workspace_id, platform, external_id) DO UPDATE
SET connection_id = excluded.connection_id,
    caption = excluded.caption,
    media_type = excluded.media_type,
    media_url = coalesce(excluded.media_url, platform_posts.media_url),
    thumbnail_url = coalesce(excluded.thumbnail_url, platform_posts.thumbnail_url),
    permalink = coalesce(excluded.permalink, platform_posts.permalink),
    view_count = coalesce(excluded.view_count, platform_posts.view_count),
    reach_count = coalesce(excluded.reach_count, platform_posts.reach_count),
    like_count = coalesce(excluded.like_count, platform_posts.like_count),
    comment_count = coalesce(excluded.comment_count, platform_posts.comment_count),
    share_count = coalesce(excluded.share_count, platform_posts.share_count),
    save_count = coalesce(excluded.save_count, platform_posts.save_count),
    engagement = excluded.engagement,
    engagement_rate = coalesce(excluded.engagement_rate, platform_posts.engagement_rate),
    posted_at = excluded.posted_at,
    updated_at = excluded.updated_at
