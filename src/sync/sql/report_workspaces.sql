-- Those that have no report of this period: a report that was cut off goes on where it was.
SELECT w.id
FROM workspaces w
WHERE w.id > $1 AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.workspace_id = w.id AND r.period_to = $2)
ORDER BY w.id
LIMIT $3
