INSERT INTO post_targets (id, workspace_id, post_id, connection_id, platform, place, content, title, link, thread,
                          media_ids, options, format, status, generation, version, created_at, updated_at)
SELECT $1, $2, $3, $4, $5, count(1), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16
FROM post_targets
WHERE post_id = $3
