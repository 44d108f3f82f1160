SELECT id FROM post_targets WHERE connection_id = $1 AND running
UNION ALL
SELECT id FROM post_targets WHERE connection_id = $1 AND queued_at IS NULL AND due_at <= $2
LIMIT 1
