UPDATE memberships SET role = $3 WHERE workspace_id = $1 AND id = $2
