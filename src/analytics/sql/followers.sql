SELECT connection_id, snapshot_date, value
FROM metric_snapshots
WHERE workspace_id = $1 AND metric_type = 'followers'
  AND connection_id = coalesce($2, connection_id) AND snapshot_date >= $3
ORDER BY connection_id, snapshot_date
