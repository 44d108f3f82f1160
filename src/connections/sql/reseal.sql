UPDATE connections
SET access_token = coalesce($3, access_token), refresh_token = coalesce($4, refresh_token)
WHERE id = $1 AND token_version = $2
