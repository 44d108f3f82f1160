SELECT status, started_at IS NOT NULL OR attempts > 0 AS is_started,
       due_at IS NOT NULL OR parked_at IS NOT NULL AS is_due
FROM post_targets
WHERE workspace_id = $1 AND post_id = $2
