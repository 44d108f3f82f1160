SELECT id, platform, sealed_grant, expires_at
FROM account_choices
WHERE id = $1 AND workspace_id = $2 AND user_id = $3 AND expires_at > $4
