UPDATE budgets SET unit_limit = $2, used = $3, state = $4, updated_at = $5, expires_at = $6 WHERE key = $1
