SELECT tx, seq
FROM events
WHERE workspace_id = $1 AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      AND ($2::timestamptz IS NULL OR occurred_at < $2)
ORDER BY tx DESC, seq DESC
LIMIT 1
