INSERT INTO metric_snapshots (connection_id, workspace_id, metric_type, snapshot_date, value)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (connection_id, metric_type, snapshot_date) DO NOTHING
