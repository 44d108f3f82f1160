UPDATE posts
SET scheduled_at = NULL, scheduled_local = NULL, timezone = NULL, slot_id = NULL, updated_at = $3
WHERE workspace_id = $1 AND id = $2
