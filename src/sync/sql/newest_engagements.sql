SELECT engagement FROM platform_posts WHERE connection_id = $1 ORDER BY posted_at DESC, id DESC LIMIT $2
