SELECT request_hash, status, body, created_at FROM idempotency_keys WHERE principal = $1 AND key = $2
