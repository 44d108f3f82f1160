INSERT INTO idempotency_keys (principal, key, request_hash, status, body, created_at)
VALUES ($1, $2, $3, 0, $5, $4)
ON CONFLICT (principal, key) DO NOTHING
