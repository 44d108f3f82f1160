SELECT status FROM connections WHERE workspace_id = $1 AND id = $2
