DELETE FROM media_removals WHERE store_key = $1
