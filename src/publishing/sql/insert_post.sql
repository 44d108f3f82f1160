INSERT INTO posts (id, workspace_id, campaign_id, created_by, content, title, link, thread, hashtags, media_ids,
                   status, scheduled_at, scheduled_local, timezone, slot_id, variant_group, variant,
                   created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
