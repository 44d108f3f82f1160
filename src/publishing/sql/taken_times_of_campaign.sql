SELECT scheduled_at
FROM posts
WHERE workspace_id = $1 AND campaign_id = $3 AND status = 'scheduled' AND scheduled_at > $2
