SELECT t.id, t.workspace_id, t.post_id, t.connection_id, t.platform, t.content, t.title, t.link, t.thread,
       t.media_ids, t.options, t.format, t.status, t.generation, t.version, t.running, t.due_at, t.queued_at, t.parked_at,
       t.attempts, t.failures, t.rescues, t.effects, t.step, t.sent_step, t.sent_at, t.look_at, t.started_at,
       t.limited_at, t.error_code, t.error_message, t.error_field, t.external_id, t.further_ids, t.permalink,
       t.published_at
FROM post_targets t
WHERE t.parked_at IS NOT NULL
  AND (t.parked_at < $1
       OR EXISTS (SELECT 1 FROM connections c WHERE c.id = t.connection_id AND c.status = 'active'))
ORDER BY t.parked_at, t.id
LIMIT $2
