INSERT INTO media_blobs (id, workspace_id, sha256, bytes, store_key, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (workspace_id, sha256) DO NOTHING
