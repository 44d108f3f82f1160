UPDATE campaigns
SET name = $3, description = $4, status = $5, starts_at = $6, ends_at = $7, updated_at = $8
WHERE workspace_id = $1 AND id = $2
