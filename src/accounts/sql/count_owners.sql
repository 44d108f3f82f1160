SELECT count(*) AS owners FROM memberships WHERE workspace_id = $1 AND role = 'owner' AND user_id IS NOT NULL
