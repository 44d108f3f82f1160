INSERT INTO oauth_states (state_hash, workspace_id, user_id, platform, browser_hash, code_verifier,
                          scopes, redirect_uri, return_to, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
