DELETE FROM media_uploads WHERE workspace_id = $1 AND id = $2
