SELECT id, name, role, prefix, created_at, last_used_at
FROM api_keys
WHERE workspace_id = $1 AND (created_at, id) < ($2, $3)
ORDER BY created_at DESC, id DESC
LIMIT $4
