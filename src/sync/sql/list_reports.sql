SELECT id, period_from, period_to, summary, created_at
FROM reports
WHERE workspace_id = $1 AND (created_at, id) < ($2, $3)
ORDER BY created_at DESC, id DESC
LIMIT $4
