DELETE FROM media_blobs
WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM media WHERE media.blob_id = media_blobs.id)
RETURNING store_key
