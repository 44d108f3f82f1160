UPDATE posts
SET status = $3, published_at = CASE WHEN $4 THEN coalesce(published_at, $5) END, updated_at = $5
WHERE workspace_id = $1 AND id = $2
