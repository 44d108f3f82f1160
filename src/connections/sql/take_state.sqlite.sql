DELETE FROM oauth_states
WHERE state_hash = $1 AND platform = $2 AND (browser_hash IS NULL OR browser_hash = $3)
  AND ($4 IS NULL OR user_id = $4)
RETURNING state_hash, workspace_id, user_id, platform, browser_hash, code_verifier, scopes,
          redirect_uri, return_to, expires_at
