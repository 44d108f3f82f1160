SELECT DISTINCT t.connection_id
FROM post_targets t
WHERE t.queued_at < $1
  AND NOT EXISTS (SELECT 1 FROM post_targets r WHERE r.connection_id = t.connection_id AND r.running)
  AND NOT EXISTS (SELECT 1 FROM post_targets r
                  WHERE r.connection_id = t.connection_id AND r.queued_at IS NULL AND r.due_at <= $2)
LIMIT $3
