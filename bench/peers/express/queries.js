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
  WHERE workspace_id = $1
  ORDER BY created_at DESC, id DESC`;

/** GET /api/v1/analytics, the accounts */
export const listAccounts = `
  SELECT platform, handle, id, follower_count, post_count, engagement_rate, last_synced_at,
         avatar_url AS profile_image, engagement_total
  FROM connections
  WHERE workspace_id = $1 AND status <> 'disconnected'
  ORDER BY created_at DESC, id DESC`;

/** GET /api/v1/analytics, the newest posts */
export const recentPosts = `
  SELECT id, connection_id, platform, external_id, caption, media_type, media_url, thumbnail_url, permalink, view_count,
         reach_count, like_count, comment_count, share_count, save_count, engagement_rate, posted_at
  FROM platform_posts
  WHERE workspace_id = $1
  ORDER BY posted_at DESC, id DESC
  LIMIT 10`;
