SELECT store_key FROM media_removals WHERE due_at <= $1 ORDER BY due_at, store_key LIMIT $2
