SELECT posted_at, engagement_rate
FROM platform_posts
WHERE workspace_id = $1 AND connection_id = coalesce($2, connection_id)
  AND ($3 = '' OR platform = $3) AND posted_at >= $4 AND engagement_rate IS NOT NULL
ORDER BY posted_at DESC
LIMIT $5
