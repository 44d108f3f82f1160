SELECT id FROM media_blobs WHERE workspace_id IS NULL ORDER BY id LIMIT $1
