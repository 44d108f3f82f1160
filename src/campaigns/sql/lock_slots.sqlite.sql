SELECT id, campaign_id, weekday, time, timezone, created_at
FROM posting_slots
WHERE workspace_id = $1
ORDER BY id
