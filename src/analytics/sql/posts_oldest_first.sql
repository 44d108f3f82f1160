SELECT id, connection_id, platform, external_id, caption, media_type, media_url, thumbnail_url, permalink,
       view_count, reach_count, like_count, comment_count, share_count, save_count, engagement_rate,
       posted_at
FROM platform_posts
WHERE workspace_id = $1
  AND ($2 = '' OR platform = $2)
  AND connection_id = coalesce($3, connection_id)
  AND ($4 = '' OR media_type = $4)
  AND posted_at >= coalesce($5, posted_at) AND (posted_at < $6 OR $6 IS NULL)
  AND (posted_at, id) > ($8, $9)
ORDER BY posted_at, id
LIMIT $7
