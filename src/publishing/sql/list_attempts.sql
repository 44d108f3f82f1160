SELECT a.id, a.target_id, t.connection_id, t.platform, a.attempt, a.step, a.outcome, a.code, a.message, a.note, a.at,
       a.duration_ms
FROM publish_attempts a
JOIN post_targets t ON t.id = a.target_id
WHERE a.workspace_id = $1 AND a.post_id = $2 AND (a.at, a.id) < ($3, $4)
ORDER BY a.at DESC, a.id DESC
LIMIT $5
