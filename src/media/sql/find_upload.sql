SELECT id, workspace_id, user_id, length, filename, filetype, media_id, finished, created_at, expires_at
FROM media_uploads
WHERE workspace_id = $1 AND id = $2
