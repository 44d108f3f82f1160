SELECT k.id, k.created_by, k.workspace_id, k.role, m.role AS maker_role
FROM api_keys k
JOIN memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.created_by
WHERE k.key_hash = $1
