INSERT INTO campaigns (id, workspace_id, name, description, status, starts_at, ends_at, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
