SELECT k.id
FROM api_keys k
JOIN memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.created_by
WHERE k.id = $1
