UPDATE posts
SET status = $3, published_at = CASE WHEN $4::boolean THEN coalesce(published_at, $5::timestamptz) END, updated_at = $5::timestamptz
WHERE workspace_id = $1 AND id = $2
