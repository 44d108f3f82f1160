SELECT id, author, role, content, created_at
FROM campaign_messages
WHERE workspace_id = $1 AND campaign_id = $2 AND (created_at, id) < ($3, $4)
ORDER BY created_at DESC, id DESC
LIMIT $5
