SELECT id, workspace_id, post_id, connection_id, platform, content, title, link, thread, media_ids, options,
       format, status, generation, version, running, due_at, queued_at, parked_at, attempts, failures, rescues, effects,
       step, sent_step, sent_at, look_at, started_at, limited_at, error_code, error_message, error_field,
       external_id, further_ids, permalink, published_at, state
FROM post_targets
WHERE id = $1
