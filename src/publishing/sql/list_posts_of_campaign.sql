SELECT id, workspace_id, campaign_id, content, title, link, thread, hashtags, media_ids, status, scheduled_at,
       scheduled_local, timezone, slot_id, variant_group, variant, published_at, created_at, updated_at
FROM posts
WHERE workspace_id = $1 AND campaign_id = $5 AND (created_at, id) < ($2, $3)
ORDER BY created_at DESC, id DESC
LIMIT $4
