// Two endpoints of Rostrum, written as one writes them with Express 4 and pg.
import express from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import * as queries from './queries.js';

// bigint comes as text unless told otherwise; these numbers fit.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const secret = process.env.SESSION_SECRET;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL_MAX ?? 10) });

class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Express 4 does not wait for handlers by itself. */
const wrap = (handler) => (request, response, next) => handler(request, response, next).catch(next);

const authenticate = wrap(async (request, response, next) => {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  if (scheme !== 'Bearer' || !token) throw new ApiError(401, 'unauthenticated', 'no bearer token');
  let claims;
  try {
    claims = jwt.verify(token, secret, { algorithms: ['HS256'] });
  } catch {
    throw new ApiError(401, 'unauthenticated', 'the token is not valid');
  }
  const { rows } = await pool.query(queries.findSession, [claims.sid, new Date()]);
  if (rows.length === 0) throw new ApiError(401, 'unauthenticated', 'the session has ended');
  request.session = rows[0];
  next();
});

const toConnection = (row) => ({
  id: row.id,
  platform: row.platform,
  handle: row.handle,
  connected: row.status === 'active',
  followerCount: row.follower_count,
  postCount: row.post_count,
  lastSynced: row.last_synced_at,
  expiresAt: row.token_expires_at,
});

const toAccount = (row) => ({
  platform: row.platform,
  handle: row.handle,
  connectionId: row.id,
  followers: row.follower_count,
  posts: row.post_count,
  engagementRate: row.engagement_rate,
  lastSynced: row.last_synced_at,
  profileImage: row.profile_image,
});

const toPost = (row) => ({
  id: row.id,
  connectionId: row.connection_id,
  platform: row.platform,
  externalId: row.external_id,
  caption: row.caption,
  mediaType: row.media_type,
  mediaUrl: row.media_url,
  thumbnailUrl: row.thumbnail_url,
  permalink: row.permalink,
  viewCount: row.view_count,
  reachCount: row.reach_count,
  likeCount: row.like_count,
  commentCount: row.comment_count,
  shareCount: row.share_count,
  saveCount: row.save_count,
  engagementRate: row.engagement_rate,
  postedAt: row.posted_at,
});

const sum = (rows, field) => rows.reduce((total, row) => total + (row[field] ?? 0), 0);

export const app = express();
app.disable('x-powered-by');
app.use(express.json());

app.get('/readyz', (request, response) => response.json({ status: 'ok' }));

app.get(
  '/api/v1/analytics/connections',
  authenticate,
  wrap(async (request, response) => {
    const { rows } = await pool.query(queries.listConnections, [request.session.workspace_id]);
    response.json({ connections: rows.map(toConnection) });
  }),
);

app.get(
  '/api/v1/analytics',
  authenticate,
  wrap(async (request, response) => {
    const workspace = [request.session.workspace_id];
    const [accounts, posts] = await Promise.all([
      pool.query(queries.listAccounts, workspace),
      pool.query(queries.recentPosts, workspace),
    ]);
    response.json({
      totalFollowers: sum(accounts.rows, 'follower_count'),
      totalPosts: sum(accounts.rows, 'post_count'),
      totalEngagement: accounts.rows.reduce((sum, row) => sum + Number(row.engagement_total), 0),
      platforms: accounts.rows.map(toAccount),
      recentPosts: posts.rows.map(toPost),
    });
  }),
);

app.use((request, response, next) => next(new ApiError(404, 'not_found', 'no such path')));

// Express knows an error handler by its four parameters.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  if (!(error instanceof ApiError)) console.error(error);
  response.status(error.status ?? 500).json({
    error: { code: error.code ?? 'server_error', message: error.message, details: [], retryable: false },
  });
});
