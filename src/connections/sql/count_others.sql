SELECT count(*) AS number
FROM connections
WHERE platform = $1 AND external_id = $2 AND id <> $3 AND status <> 'disconnected'
