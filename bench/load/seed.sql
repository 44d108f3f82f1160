-- 1,000 workspaces with 100 accounts each and some posts per account, for tables as in migrations/postgres.
--
--   psql -v workspaces=1000 -v accounts=100 -v posts=5 -v password_hash='...' -f bench/load/seed.sql
--
-- Ids are derived from numbers, so that two runs make the same rows: user n is 00000000-0000-7000-8001-<n in hex>, and
-- workspace 8002, membership 8003, session 8004, connection 8005, post 8006 in the same way.
\set ON_ERROR_STOP on
BEGIN;

CREATE FUNCTION pg_temp.made_id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT ('00000000-0000-7000-' || kind || '-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- A repeatable number below `below` for the n-th thing of a kind.
CREATE FUNCTION pg_temp.made_number(n bigint, salt bigint, below bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT abs(hashint8extended(n, salt)) % below $$;

INSERT INTO users (id, email, name, password_hash, created_at, updated_at)
SELECT pg_temp.made_id('8001', n), 'user' || n || '@bench.example', 'User ' || n, :'password_hash', t, t
FROM generate_series(1, :workspaces) n, (SELECT timestamptz '2026-01-01 00:00:00Z' AS t) created;

INSERT INTO workspaces (id, name, timezone, created_at)
SELECT pg_temp.made_id('8002', n), 'Workspace ' || n, 'UTC', timestamptz '2026-01-01 00:00:00Z'
FROM generate_series(1, :workspaces) n;

INSERT INTO memberships (id, workspace_id, user_id, email, role, created_at)
SELECT pg_temp.made_id('8003', n), pg_temp.made_id('8002', n), pg_temp.made_id('8001', n), 'user' || n || '@bench.example', 'owner',
       timestamptz '2026-01-01 00:00:00Z'
FROM generate_series(1, :workspaces) n;

-- Sessions of the peer; Rostrum makes its own at sign-in.
INSERT INTO sessions (id, user_id, workspace_id, token_hash, user_agent, ip, created_at, last_seen_at, expires_at)
SELECT pg_temp.made_id('8004', n), pg_temp.made_id('8001', n), pg_temp.made_id('8002', n), sha256(('session ' || n)::bytea), 'bench',
       '127.0.0.1', timestamptz '2026-01-01 00:00:00Z', timestamptz '2026-01-01 00:00:00Z', timestamptz '2099-01-01 00:00:00Z'
FROM generate_series(1, :workspaces) n;

-- One in fifty needs its owner; the rest is active.
INSERT INTO connections (id, workspace_id, platform, external_id, app_scoped_id, handle, display_name, avatar_url, status, scopes,
                         access_token, token_issued_at, token_expires_at, follower_count, post_count, engagement_total, engagement_rate,
                         last_synced_at, last_sync_status, next_sync_at, created_at, updated_at)
SELECT pg_temp.made_id('8005', n), pg_temp.made_id('8002', 1 + (n - 1) / :accounts), 'instagram', (17841400000000000 + n)::text,
       (24500000000000000 + n)::text, 'account.' || n, 'Account ' || n, 'https://pictures.example/' || n || '.jpg',
       CASE WHEN n % 50 = 0 THEN 'needs_reauth' ELSE 'active' END,
       '["instagram_business_basic","instagram_business_manage_insights"]'::jsonb, sha256(n::text::bytea),
       timestamptz '2026-10-01 00:00:00Z', timestamptz '2099-01-01 00:00:00Z', pg_temp.made_number(n, 1, 200000),
       :posts, pg_temp.made_number(n, 4, 90000), pg_temp.made_number(n, 2, 900) / 100.0, timestamptz '2026-11-01 03:00:00Z', 'success',
       timestamptz '2099-01-01 00:00:00Z', timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', timestamptz '2026-11-01 03:00:00Z'
FROM generate_series(1, :workspaces * :accounts) n;

INSERT INTO profiles (connection_id, workspace_id, platform, handle, display_name, bio, profile_image_url, account_type, follower_count,
                      following_count, post_count, engagement_rate, is_verified, updated_at)
SELECT id, workspace_id, platform, handle, display_name, 'About ' || handle, avatar_url, 'BUSINESS', follower_count, 100, post_count,
       engagement_rate, false, updated_at
FROM connections WHERE external_id >= '17841400000000000';

INSERT INTO platform_posts (id, workspace_id, connection_id, platform, external_id, caption, media_type, media_url, permalink, view_count,
                            reach_count, like_count, comment_count, share_count, save_count, engagement, engagement_rate, posted_at,
                            created_at, updated_at)
SELECT pg_temp.made_id('8006', n), pg_temp.made_id('8002', 1 + (a - 1) / :accounts), pg_temp.made_id('8005', a), 'instagram',
       (17900000000000000 + n)::text, 'Post ' || n || ': something that was worth a picture and a sentence or two, as they are.',
       CASE n % 3 WHEN 0 THEN 'image' WHEN 1 THEN 'video' ELSE 'carousel' END, 'https://pictures.example/p/' || n || '.jpg',
       'https://www.instagram.example/p/' || n, likes * 12, likes * 9, likes, likes / 20, likes / 50, likes / 30,
       likes + likes / 20 + likes / 50 + likes / 30, 3.5, timestamptz '2026-11-01 00:00:00Z' - n % 1000 * interval '1 hour',
       timestamptz '2026-11-01 03:00:00Z', timestamptz '2026-11-01 03:00:00Z'
FROM (SELECT n, 1 + (n - 1) / :posts AS a, pg_temp.made_number(n, 3, 5000) AS likes
      FROM generate_series(1, :workspaces * :accounts * :posts) n) numbers;

COMMIT;
VACUUM ANALYZE;
