UPDATE media SET alt_text = $3 WHERE workspace_id = $1 AND id = $2
