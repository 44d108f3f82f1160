UPDATE posts
SET slot_id = NULL
WHERE workspace_id = $1 AND id = $2
