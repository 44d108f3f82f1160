SELECT id FROM media_blobs WHERE id = $1 FOR UPDATE
