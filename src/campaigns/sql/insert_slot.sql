INSERT INTO posting_slots (id, workspace_id, campaign_id, weekday, time, timezone, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
