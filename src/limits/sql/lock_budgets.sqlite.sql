SELECT key, state FROM budgets WHERE key IN (SELECT value FROM json_each($1)) ORDER BY key
