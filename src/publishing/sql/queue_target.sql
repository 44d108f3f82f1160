UPDATE post_targets SET queued_at = $2 WHERE id = $1
