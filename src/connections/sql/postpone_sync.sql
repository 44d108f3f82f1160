-- Whoever has planned it anew meanwhile is right.
UPDATE connections SET next_sync_at = $3 WHERE id = $1 AND next_sync_at = $2 AND status = 'active'
