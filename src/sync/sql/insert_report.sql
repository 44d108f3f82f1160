INSERT INTO reports (id, workspace_id, period_from, period_to, summary, accounts, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (workspace_id, period_to) DO NOTHING
