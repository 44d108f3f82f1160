DELETE FROM budgets WHERE expires_at <= $1
