INSERT INTO media_uses (media_id, workspace_id, used_by, created_at)
SELECT m.id, m.workspace_id, $3, $4 FROM media m WHERE m.workspace_id = $1 AND m.id = $2
ON CONFLICT (media_id, used_by) DO UPDATE SET created_at = excluded.created_at
