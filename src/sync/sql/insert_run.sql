INSERT INTO sync_runs (id, workspace_id, connection_id, type, status, stage, started_at)
VALUES ($1, $2, $3, $4, 'running', 'waiting', $5)
ON CONFLICT (connection_id) WHERE status = 'running' DO NOTHING
