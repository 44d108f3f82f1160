SELECT external_id, view_count, reach_count, like_count, comment_count, share_count, save_count
FROM platform_posts
WHERE workspace_id = $1 AND platform = $2 AND external_id IN (SELECT value FROM json_each($3))
