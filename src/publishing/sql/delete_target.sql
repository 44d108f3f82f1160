DELETE FROM post_targets WHERE id = $1
