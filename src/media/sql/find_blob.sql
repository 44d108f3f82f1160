SELECT id FROM media_blobs WHERE workspace_id = $1 AND sha256 = $2
