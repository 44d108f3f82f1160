SELECT platform, failed_syncs, last_success_at, last_sync_status FROM connections WHERE id = $1
