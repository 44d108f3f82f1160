SELECT id FROM workspaces WHERE id = $1
