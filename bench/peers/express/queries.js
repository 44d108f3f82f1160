// All SQL of this server, against the tables of migrations/postgres. Adjust it here when those change.

/** The session of a token: who, and in which workspace. */
export const findSession = `
  SELECT s.id, s.user_id, s.workspace_id, m.role
  FROM sessions s
  JOIN memberships m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id
  WHERE s.id = $1 AND s.expires_at > $2`;

/** GET /api/v1/analytics/connections */
export const listConnections = `
  SELECT id, platform, handle, status, follower_count, post_count, last_synced_at, token_expires_at
  FROM connections
  WHERE workspace_id = $1 AND status <> 'disconnected'
  ORDER BY created_at DESC, id DESC`;

/** GET /api/v1/analytics, the accounts */
export const listAccounts = `
  SELECT c.id, c.platform, c.handle, c.follower_count, c.post_count, c.engagement_rate, c.last_synced_at,
         COALESCE(p.profile_image_url, c.avatar_url) AS profile_image
  FROM connections c
  LEFT JOIN profiles p ON p.connection_id = c.id
  WHERE c.workspace_id = $1 AND c.status <> 'disconnected'
  ORDER BY c.created_at DESC, c.id DESC`;

/** GET /api/v1/analytics, the sum over all posts */
export const totals = `
  SELECT COALESCE(sum(engagement), 0)::bigint AS engagement
  FROM platform_posts
  WHERE workspace_id = $1`;

/** GET /api/v1/analytics, the newest posts */
export const recentPosts = `
  SELECT id, connection_id, platform, external_id, caption, media_type, media_url, thumbnail_url, permalink, view_count,
         reach_count, like_count, comment_count, share_count, save_count, engagement_rate, posted_at
  FROM platform_posts
  WHERE workspace_id = $1
  ORDER BY posted_at DESC, id DESC
  LIMIT 10`;
