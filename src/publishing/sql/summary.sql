SELECT (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'draft') AS draft,
       (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'scheduled') AS scheduled,
       (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'publishing') AS publishing,
       (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'published') AS published,
       (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'partial') AS partial,
       (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'failed') AS failed,
       (SELECT count(1) FROM posts WHERE workspace_id = $1 AND status = 'cancelled') AS cancelled,
       (SELECT count(1) FROM post_targets
        WHERE workspace_id = $1 AND status = 'needs_attention') AS needs_attention,
       (SELECT scheduled_at FROM posts
        WHERE workspace_id = $1 AND status = 'scheduled'
        ORDER BY scheduled_at
        LIMIT 1) AS next_scheduled_at
