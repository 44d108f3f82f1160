SELECT id, period_from, period_to, summary, accounts, created_at
FROM reports
WHERE workspace_id = $1 AND id = $2
