UPDATE sessions SET workspace_id = $2, last_seen_at = $3 WHERE id = $1
