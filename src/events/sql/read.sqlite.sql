SELECT id, type, subject, data, occurred_at, tx, seq
FROM events
WHERE workspace_id = $1 AND (tx, seq) > ($2, $3)
ORDER BY tx, seq
LIMIT $4
