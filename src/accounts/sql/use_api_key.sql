UPDATE api_keys SET last_used_at = $2 WHERE key_hash = $1
RETURNING id, created_by, workspace_id, role
