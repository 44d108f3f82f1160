INSERT INTO memberships (id, workspace_id, email, role, invite_hash, invite_expires_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (workspace_id, email) DO NOTHING
