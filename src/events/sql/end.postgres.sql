SELECT tx, seq
FROM events
WHERE workspace_id = $1 AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY tx DESC, seq DESC
LIMIT 1
