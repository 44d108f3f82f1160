SELECT id, name, description, status, starts_at, ends_at, created_at, updated_at
FROM campaigns
WHERE workspace_id = $1 AND id = $2
