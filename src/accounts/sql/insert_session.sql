INSERT INTO sessions (id, user_id, workspace_id, token_hash, user_agent, ip, created_at, last_seen_at,
                      expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)
