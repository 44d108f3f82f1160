DELETE FROM account_choices WHERE expires_at <= $1
