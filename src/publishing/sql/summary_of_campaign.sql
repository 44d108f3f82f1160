SELECT count(CASE WHEN status = 'draft' THEN 1 END) AS draft,
       count(CASE WHEN status = 'scheduled' THEN 1 END) AS scheduled,
       count(CASE WHEN status = 'publishing' THEN 1 END) AS publishing,
       count(CASE WHEN status = 'published' THEN 1 END) AS published,
       count(CASE WHEN status = 'partial' THEN 1 END) AS partial,
       count(CASE WHEN status = 'failed' THEN 1 END) AS failed,
       count(CASE WHEN status = 'cancelled' THEN 1 END) AS cancelled,
       (SELECT count(1) FROM post_targets t JOIN posts p ON p.id = t.post_id
        WHERE t.workspace_id = $1 AND t.status = 'needs_attention'
          AND p.campaign_id = $2) AS needs_attention,
       min(CASE WHEN status = 'scheduled' THEN scheduled_at END) AS next_scheduled_at
FROM posts
WHERE workspace_id = $1 AND campaign_id = $2
