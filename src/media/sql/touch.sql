UPDATE media SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2
