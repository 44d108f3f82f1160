WITH keyed AS (
    -- A post without the count comes last, whichever way the list goes.
    SELECT id, coalesce(CASE $8 WHEN 'likes' THEN like_count
                                WHEN 'comments' THEN comment_count
                                WHEN 'views' THEN view_count
                                ELSE engagement END * $9, -9000000000000000000) AS sort_key
    FROM platform_posts
    WHERE workspace_id = $1
    AND ($2 = '' OR platform = $2)
    AND connection_id = coalesce($3, connection_id)
    AND ($4 = '' OR media_type = $4)
    AND posted_at >= coalesce($5, posted_at) AND (posted_at < $6 OR $6 IS NULL)
)
SELECT p.id, p.connection_id, p.platform, p.external_id, p.caption, p.media_type, p.media_url, p.thumbnail_url, p.permalink,
       p.view_count, p.reach_count, p.like_count, p.comment_count, p.share_count, p.save_count, p.engagement_rate,
       p.posted_at, k.sort_key
FROM keyed k
JOIN platform_posts p ON p.id = k.id
WHERE (k.sort_key, k.id) < ($10, $11)
ORDER BY k.sort_key DESC, k.id DESC
LIMIT $7
