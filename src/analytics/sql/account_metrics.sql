SELECT metric_type, value, snapshot_date
FROM metric_snapshots
WHERE workspace_id = $1 AND connection_id = $2 AND snapshot_date >= $3
ORDER BY snapshot_date, metric_type
