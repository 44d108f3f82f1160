INSERT INTO memberships (id, workspace_id, user_id, email, role, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
