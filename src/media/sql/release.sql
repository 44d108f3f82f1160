DELETE FROM media_uses WHERE workspace_id = $1 AND used_by = $2
