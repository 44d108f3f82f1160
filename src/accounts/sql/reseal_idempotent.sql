UPDATE idempotency_keys SET body = $3 WHERE principal = $1 AND key = $2 AND status <> 0
