SELECT used_by FROM media_uses WHERE workspace_id = $1 AND media_id = $2 LIMIT 1
