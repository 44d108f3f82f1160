INSERT INTO post_metrics (post_id, snapshot_date, view_count, reach_count, like_count, comment_count,
                          share_count, save_count)
SELECT id, $4::date, view_count, reach_count, like_count, comment_count, share_count, save_count
FROM platform_posts
WHERE workspace_id = $1 AND platform = $2 AND external_id = $3
ON CONFLICT (post_id, snapshot_date) DO UPDATE
SET view_count = excluded.view_count, reach_count = excluded.reach_count,
    like_count = excluded.like_count, comment_count = excluded.comment_count,
    share_count = excluded.share_count, save_count = excluded.save_count
