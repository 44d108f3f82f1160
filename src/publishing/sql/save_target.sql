UPDATE post_targets
SET version = $3, format = $4, status = $5, generation = $6, running = $7, due_at = $8, queued_at = NULL,
    parked_at = $9, attempts = $10, failures = $11, rescues = $12, effects = $13, step = $14, state = $15,
    sent_step = $16, sent_at = $17, look_at = $18, started_at = $19, limited_at = $20, error_code = $21,
    error_message = $22, error_field = $23, external_id = $24, further_ids = $25, permalink = $26,
    published_at = $27, updated_at = $28
WHERE id = $1 AND version = $2
