SELECT id FROM post_targets WHERE connection_id = $1 AND running AND id <> $2
