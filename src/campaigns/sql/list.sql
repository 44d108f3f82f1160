SELECT id, name, description, status, starts_at, ends_at, created_at, updated_at
FROM campaigns
WHERE workspace_id = $1 AND (created_at, id) < ($2, $3)
ORDER BY created_at DESC, id DESC
LIMIT $4
