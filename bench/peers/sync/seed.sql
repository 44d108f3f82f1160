-- Connections number :first to :last, 100 in a workspace, none of which is due: neither to be synced nor to be refreshed
-- within the next twelve hours. Their tokens are copies and open for nobody.
--
--   psql -v first=1 -v last=1000 -f bench/peers/sync/seed.sql
\set ON_ERROR_STOP on
BEGIN;

CREATE FUNCTION pg_temp.made_id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT ('00000000-0000-7000-' || kind || '-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- A repeatable time of the day that begins in twelve hours.
CREATE FUNCTION pg_temp.made_time(n bigint, salt bigint) RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT now() + interval '12 hours' + abs(hashint8extended(n, salt)) % 86400 * interval '1 second' $$;

INSERT INTO workspaces (id, name, timezone, created_at)
SELECT pg_temp.made_id('8002', n), 'Workspace ' || n, 'UTC', now()
FROM generate_series((:first - 1) / 100, (:last - 1) / 100) n
ON CONFLICT DO NOTHING;

INSERT INTO connections (id, workspace_id, platform, external_id, handle, display_name, avatar_url, status, scopes, access_token,
                         refresh_token, token_issued_at, token_expires_at, follower_count, post_count, last_synced_at,
                         last_sync_status, next_sync_at, created_at, updated_at)
SELECT pg_temp.made_id('8005', n), pg_temp.made_id('8002', (n - 1) / 100), platforms.platform, 'seeded-' || n, 'account.' || n,
       'Account ' || n, 'https://pictures.example/' || n || '.jpg', 'active', real.scopes, real.access_token, real.refresh_token,
       now(), pg_temp.made_time(n, 1), n % 200000, n % 300, now(), 'success', pg_temp.made_time(n, 2), now(), now()
FROM generate_series(:first, :last) n
JOIN (VALUES (0, 'tiktok'), (1, 'x'), (2, 'youtube')) platforms (rest, platform) ON platforms.rest = n % 3
JOIN (SELECT DISTINCT ON (platform) platform, scopes, access_token, refresh_token FROM connections
      WHERE external_id NOT LIKE 'seeded-%') real ON real.platform = platforms.platform;

COMMIT;
VACUUM ANALYZE connections;
CHECKPOINT;
