SELECT tx, seq
FROM events
WHERE workspace_id = $1 AND ($2 IS NULL OR occurred_at < $2)
ORDER BY tx DESC, seq DESC
LIMIT 1
