DELETE FROM reports WHERE created_at < $1
