DELETE FROM posts WHERE workspace_id = $1 AND id = $2
