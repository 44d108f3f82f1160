INSERT INTO api_keys (id, workspace_id, created_by, name, role, prefix, key_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
