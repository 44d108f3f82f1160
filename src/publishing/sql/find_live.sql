SELECT id
FROM post_targets
WHERE connection_id = $1 AND external_id = $2 AND id <> $3
LIMIT 1
