SELECT c.id AS connection_id, c.platform, c.handle, c.display_name, c.status,
       CASE WHEN c.refresh_token IS NULL THEN c.token_expires_at ELSE c.refresh_expires_at END AS access_ends_at,
       c.last_success_at, c.connected_at, c.created_at, c.failed_syncs, c.error_code, c.error_message,
       CASE WHEN c.failed_syncs > 0 THEN
           (SELECT r.error_code FROM sync_runs r
            WHERE r.connection_id = c.id AND r.error_code IS NOT NULL
            ORDER BY r.started_at DESC, r.id DESC LIMIT 1) END AS run_error_code,
       CASE WHEN c.failed_syncs > 0 THEN
           (SELECT r.error_message FROM sync_runs r
            WHERE r.connection_id = c.id AND r.error_code IS NOT NULL
            ORDER BY r.started_at DESC, r.id DESC LIMIT 1) END AS run_error_message
FROM connections c
WHERE c.workspace_id = $1 AND c.status <> 'disconnected'
ORDER BY c.created_at, c.id
