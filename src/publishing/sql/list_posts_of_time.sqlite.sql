SELECT id, workspace_id, campaign_id, content, title, link, thread, hashtags, media_ids, status, scheduled_at,
       scheduled_local, timezone, slot_id, variant_group, variant, published_at, created_at, updated_at
FROM posts INDEXED BY posts_by_time
WHERE workspace_id = $1 AND coalesce(scheduled_at, created_at) >= $6
  AND coalesce(scheduled_at, created_at) < $7 AND (created_at, id) < ($2, $3)
  AND (campaign_id = $5 OR $5 IS NULL)
ORDER BY created_at DESC, id DESC
LIMIT $4
