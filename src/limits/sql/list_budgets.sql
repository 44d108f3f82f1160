SELECT key, platform, quota, scope, account, unit_limit, state, updated_at
FROM budgets
WHERE expires_at > $1
ORDER BY used * 1000 / unit_limit DESC, key
LIMIT $2
