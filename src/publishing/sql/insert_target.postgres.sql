INSERT INTO post_targets (id, workspace_id, post_id, connection_id, platform, place, content, title, link, thread,
                          media_ids, options, format, status, generation, version, created_at, updated_at)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, count(1), $6::text, $7::text, $8::text, $9::jsonb,
       $10::jsonb, $11::jsonb, $12::text, $13::text, $14::bigint, $15::bigint, $16::timestamptz, $16::timestamptz
FROM post_targets
WHERE post_id = $3
