SELECT id, workspace_id, campaign_id, content, title, link, thread, hashtags, media_ids, status, scheduled_at,
       scheduled_local, timezone, slot_id, variant_group, variant, published_at, created_at, updated_at
FROM posts
WHERE workspace_id = $1 AND id = $2
