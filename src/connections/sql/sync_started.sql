UPDATE connections SET last_sync_status = 'running', next_sync_at = $2 WHERE id = $1 AND status = 'active'
