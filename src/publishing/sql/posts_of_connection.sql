SELECT post_id
FROM post_targets
WHERE workspace_id = $1 AND connection_id = $2 AND status IN ('pending', 'publishing', 'processing')
ORDER BY post_id
