INSERT INTO media_uploads (id, workspace_id, user_id, length, filename, filetype, media_id, finished, created_at, expires_at)
SELECT $1, w.id, $3, $4, $5, $6, NULL, $7, $8, $9
FROM workspaces w
WHERE w.id = $2
  AND (SELECT count(*) FROM media_uploads u WHERE u.workspace_id = w.id AND u.finished = $7) < $10
