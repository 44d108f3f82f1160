SELECT timezone FROM workspaces WHERE id = $1
