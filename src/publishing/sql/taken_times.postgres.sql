SELECT p.scheduled_at
FROM posts p
WHERE p.workspace_id = $1 AND p.status = 'scheduled' AND p.id <> $3
  AND (p.campaign_id = $4 OR $4::uuid IS NULL)
  AND p.scheduled_at IN (SELECT to_timestamp(t::bigint) FROM unnest($2::text[]) AS t)
UNION
SELECT p.scheduled_at
FROM posting_slots l
JOIN posts p ON p.slot_id = l.id
WHERE l.workspace_id = $1 AND (l.campaign_id = $4 OR ($4::uuid IS NULL AND l.campaign_id IS NULL)) AND p.id <> $3
  AND p.scheduled_at IN (SELECT to_timestamp(t::bigint) FROM unnest($2::text[]) AS t)
