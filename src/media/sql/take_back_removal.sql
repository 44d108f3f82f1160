DELETE FROM media_removals WHERE store_key = $1 AND due_at > $2
