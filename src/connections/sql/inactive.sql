SELECT id
FROM connections
WHERE id > $1 AND (status = 'needs_reauth' OR (status = 'active' AND failed_syncs > 0))
  AND (last_success_at IS NULL OR last_success_at < $2) AND coalesce(connected_at, created_at) < $2
ORDER BY id
LIMIT $3
