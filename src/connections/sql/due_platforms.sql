-- From one platform to the next in the index, without reading what is in between.
WITH RECURSIVE known (platform) AS (
    SELECT min(platform) FROM connections WHERE status = 'active'
    UNION ALL
    SELECT (SELECT min(c.platform) FROM connections c
            WHERE c.status = 'active' AND c.platform > known.platform)
    FROM known
    WHERE known.platform IS NOT NULL
)
SELECT platform
FROM known
WHERE platform IS NOT NULL
  AND EXISTS (SELECT 1 FROM connections c
              WHERE c.status = 'active' AND c.platform = known.platform AND c.next_sync_at <= $1)
