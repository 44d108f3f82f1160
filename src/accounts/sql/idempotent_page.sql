SELECT principal, key, body
FROM idempotency_keys
WHERE status <> 0 AND (principal, key) > ($1, $2)
ORDER BY principal, key
LIMIT $3
