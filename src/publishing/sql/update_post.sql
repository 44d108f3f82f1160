UPDATE posts
SET campaign_id = $3, content = $4, title = $5, link = $6, thread = $7, hashtags = $8, media_ids = $9,
    scheduled_at = $10, scheduled_local = $11, timezone = $12, slot_id = $13, variant_group = $14,
    variant = $15, updated_at = $16
WHERE workspace_id = $1 AND id = $2
