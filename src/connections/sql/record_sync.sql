UPDATE connections
SET last_sync_status = $2, last_synced_at = coalesce($3, last_synced_at), 
    next_sync_at = CASE WHEN status = 'active' THEN coalesce($4, next_sync_at) END,
    updated_at = $5
WHERE id = $1
