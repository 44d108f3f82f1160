UPDATE media SET last_used_at = $3
WHERE workspace_id = $1 AND id IN (SELECT u.media_id FROM media_uses u WHERE u.workspace_id = $1 AND u.used_by = $2)
