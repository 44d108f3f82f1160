UPDATE connections
SET refresh_lease_until = $3
WHERE id = $1 AND status = 'active'
  AND (refresh_lease_until IS NULL OR refresh_lease_until <= $2)
RETURNING id, workspace_id, platform, external_id, status, scopes, access_token, refresh_token,
          token_version, token_issued_at, token_expires_at
