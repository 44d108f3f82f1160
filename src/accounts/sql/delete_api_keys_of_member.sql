DELETE FROM api_keys WHERE workspace_id = $1 AND created_by = $2
