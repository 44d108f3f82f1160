UPDATE connections
SET last_sync_status = $2, last_synced_at = coalesce($3, last_synced_at),
    last_success_at = coalesce($4, last_success_at), failed_syncs = $5,
    next_sync_at = CASE WHEN status = 'active' THEN coalesce($6, next_sync_at) END,
    updated_at = $7
WHERE id = $1
