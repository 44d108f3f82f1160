INSERT INTO workspaces (id, name, timezone, created_at) VALUES ($1, $2, $3, $4)
