UPDATE idempotency_keys SET status = $3, body = $4 WHERE principal = $1 AND key = $2
