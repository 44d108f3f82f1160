SELECT c.platform,
       count(*) FILTER (WHERE r.status = 'success') AS success,
       count(*) FILTER (WHERE r.status = 'failed') AS failed,
       count(*) FILTER (WHERE r.status = 'partial') AS partial,
       max(c.last_success_at) AS last_success_at
FROM connections c
LEFT JOIN sync_runs r ON r.connection_id = c.id AND r.started_at >= $2
WHERE c.workspace_id = $1 AND c.status <> 'disconnected'
GROUP BY c.platform
ORDER BY c.platform
