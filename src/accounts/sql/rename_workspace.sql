UPDATE workspaces SET name = coalesce($2, name), timezone = coalesce($3, timezone)
WHERE id = $1
RETURNING id, name, timezone
