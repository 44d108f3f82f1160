SELECT id, workspace_id, platform, external_id, status, scopes, access_token, refresh_token,
       token_version, token_issued_at, token_expires_at
FROM connections
WHERE status = 'active' AND platform = $1 AND token_expires_at <= $2 AND token_issued_at <= $3
  AND (refresh_lease_until IS NULL OR refresh_lease_until <= $5)
  AND (token_expires_at, id) > ($6, $7)
ORDER BY token_expires_at, id
LIMIT $4
