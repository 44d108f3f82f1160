SELECT id FROM connections WHERE id = $1
