SELECT id, workspace_id, campaign_id, content, title, link, thread, hashtags, media_ids, status, scheduled_at,
       scheduled_local, timezone, slot_id, variant_group, variant, published_at, created_at, updated_at
FROM posts
WHERE workspace_id = $1 AND status = $5 AND (created_at, id) < ($2, $3)
  AND (campaign_id = $6 OR $6 IS NULL) AND (coalesce(scheduled_at, created_at) >= $7 OR $7 IS NULL)
  AND (coalesce(scheduled_at, created_at) < $8 OR $8 IS NULL)
ORDER BY created_at DESC, id DESC
LIMIT $4
