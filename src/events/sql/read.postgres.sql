-- Transactions that are still under way may commit events with a smaller (tx, seq): wait for them.
SELECT id, type, subject, data, occurred_at, tx, seq
FROM events
WHERE workspace_id = $1 AND (tx, seq) > ($2, $3)
  AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY tx, seq
LIMIT $4
