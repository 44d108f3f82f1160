UPDATE media_uploads SET finished = $4, media_id = $3 WHERE workspace_id = $1 AND id = $2 AND media_id IS NULL
