SELECT t.id, t.workspace_id, t.post_id, t.connection_id, t.platform, t.content, t.title, t.link, t.thread,
       t.media_ids, t.options, t.format, t.status, t.generation, t.version, t.running, t.due_at, t.queued_at, t.parked_at,
       t.attempts, t.failures, t.rescues, t.effects, t.step, t.sent_step, t.sent_at, t.look_at, t.started_at,
       t.limited_at, t.error_code, t.error_message, t.error_field, t.external_id, t.further_ids, t.permalink,
       t.published_at
FROM post_targets t
WHERE t.due_at < $1 AND (t.due_at, t.id) > ($2, $3) AND t.status IN ('pending', 'publishing', 'processing')
  AND t.queued_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM jobs j
                  WHERE j.kind = $4 AND j.unique_key = t.id || ':' || t.generation)
ORDER BY t.due_at, t.id
LIMIT $5
