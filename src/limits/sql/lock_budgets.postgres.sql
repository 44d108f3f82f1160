SELECT key, state FROM budgets WHERE key = ANY($1) ORDER BY key FOR UPDATE
