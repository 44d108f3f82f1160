SELECT count(*) AS syncs,
       count(*) FILTER (WHERE r.status = 'success') AS succeeded,
       count(*) FILTER (WHERE r.status = 'partial') AS partial,
       count(*) FILTER (WHERE r.status = 'failed') AS failed,
       count(*) FILTER (WHERE r.rate_limit_hit) AS rate_limited
FROM connections c
JOIN sync_runs r ON r.connection_id = c.id
WHERE c.workspace_id = $1 AND r.started_at >= $2 AND r.started_at < $3 AND r.status <> 'running'
