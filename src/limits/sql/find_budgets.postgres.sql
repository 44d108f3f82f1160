SELECT key, state FROM budgets WHERE key = ANY($1)
