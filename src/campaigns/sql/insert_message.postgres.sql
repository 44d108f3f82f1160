INSERT INTO campaign_messages (id, workspace_id, campaign_id, author, role, content, created_at)
SELECT $1::uuid, c.workspace_id, c.id, u.name, $5::text, $6::text, $7::timestamptz
FROM campaigns c, users u
WHERE c.workspace_id = $2 AND c.id = $3 AND u.id = $4
RETURNING author
