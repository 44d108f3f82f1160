INSERT INTO publish_attempts (id, workspace_id, post_id, target_id, attempt, step, outcome, code, message, note, at,
                              duration_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
