SELECT id, campaign_id, weekday, time, timezone, created_at
FROM posting_slots
WHERE workspace_id = $1 AND (campaign_id = $2 OR ($2 IS NULL AND campaign_id IS NULL))
