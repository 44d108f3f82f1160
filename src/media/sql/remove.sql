DELETE FROM media WHERE workspace_id = $1 AND id = $2 RETURNING blob_id
