SELECT id, password_hash FROM users WHERE id = $1
