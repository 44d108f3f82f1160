UPDATE connections SET next_sync_at = $2 WHERE id = $1 AND status = 'active'
