SELECT id, version, state
FROM post_targets
WHERE id > $1 AND state IS NOT NULL
ORDER BY id
LIMIT $2
