UPDATE post_targets
SET state = $4
WHERE id = $1 AND version = $2 AND state = $3
