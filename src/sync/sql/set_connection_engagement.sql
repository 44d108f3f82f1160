UPDATE connections
SET engagement_rate = $2,
    engagement_total = (SELECT coalesce(sum(engagement), 0) FROM platform_posts WHERE connection_id = $1)
WHERE id = $1
