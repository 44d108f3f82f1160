INSERT INTO account_choices (id, workspace_id, user_id, platform, sealed_grant, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
