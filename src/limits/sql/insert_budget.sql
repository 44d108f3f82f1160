INSERT INTO budgets (key, platform, quota, scope, account, unit_limit, used, state, updated_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, 0, '{}', $7, $7)
ON CONFLICT (key) DO NOTHING
