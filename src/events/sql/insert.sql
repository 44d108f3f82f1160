INSERT INTO events (id, workspace_id, type, subject, data, occurred_at)
VALUES ($1, $2, $3, $4, $5, $6)
