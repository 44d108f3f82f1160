SELECT id, workspace_id, platform, external_id, status, scopes, access_token, refresh_token,
       token_version, token_issued_at, token_expires_at
FROM connections
WHERE id = $1
