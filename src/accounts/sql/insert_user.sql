-- Who registers first looks after the instance.
INSERT INTO users (id, email, name, password_hash, instance_admin, created_at, updated_at)
SELECT $1, $2, $3, $4, NOT EXISTS (SELECT 1 FROM users), $5, $5
WHERE true
ON CONFLICT (email) DO NOTHING
