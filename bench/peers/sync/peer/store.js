// What the peer writes: the server's statements, prepared, in the same transactions. It keeps no queue of jobs and wakes no
// listeners, both of which the server does beside this.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const poolMax = 10;
const engagementPosts = 50;
const dueMax = 2_000;
const expiringMax = 1_000_000;
const noId = '00000000-0000-0000-0000-000000000000';
const hours = (count) => new Date(Date.now() + count * 3_600_000);
const minutes = (count) => hours(count / 60);
const today = () => new Date().toISOString().slice(0, 10);

const texts = new Map();
/** A statement of the server as pg takes it, with a name by which it is prepared once for each client. */
function statement(path, values) {
  if (!texts.has(path)) texts.set(path, readFileSync(new URL(`../../../../src/${path}.sql`, import.meta.url), 'utf8'));
  return { name: path, text: texts.get(path), values };
}

/** The same INSERT ... VALUES for many rows at once. */
function forMany(path, rows) {
  const name = `${path} x ${rows.length}`;
  if (!texts.has(name)) {
    const tuple = /VALUES (\([^)]*\))/.exec(statement(path).text)[1];
    const width = rows[0].length;
    const tuples = rows.map((_, row) => tuple.replace(/\$(\d+)/g, (__, number) => `$${Number(number) + row * width}`));
    texts.set(name, statement(path).text.replace(tuple, () => tuples.join(', ')));
  }
  return { name, text: texts.get(name), values: rows.flat() };
}

const engagementOf = (post) => (post.likes ?? 0) + (post.comments ?? 0) + (post.shares ?? 0) + (post.saves ?? 0);
const percent = (part, whole) => Math.round((part / whole) * 10_000) / 100;

export class Store {
  constructor(url, { manyRows }) {
    this.pool = new pg.Pool({ connectionString: url, max: poolMax });
    this.manyRows = manyRows;
  }

  async #query(path, values) {
    return (await this.pool.query(statement(path, values))).rows;
  }

  async #transaction(work) {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work((path, values) => client.query(statement(path, values)), client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  /** Rows of an INSERT, one after the other or all at once. */
  async #insert(client, path, rows) {
    if (rows.length === 0) return;
    if (this.manyRows) {
      await client.query(forMany(path, rows));
    } else {
      for (const row of rows) await client.query(statement(path, row));
    }
  }

  #event(query, account, type, data) {
    return query('events/sql/insert', [randomUUID(), account.workspace_id, type, account.id, data, new Date()]);
  }

  async dueForSync(platforms) {
    const lists = platforms.map((platform) => this.#query('connections/sql/due_for_sync', [platform, new Date(), dueMax]));
    return (await Promise.all(lists)).flat();
  }

  async tokens(id) {
    return (await this.#query('connections/sql/find_tokens', [id]))[0];
  }

  /** Writes a run down; nothing happens and false is answered when one is under way. */
  async #startRun(query, run, account) {
    await query('sync/sql/connection_status', [account.workspace_id, account.id]);
    const inserted = await query('sync/sql/insert_run', [run, account.workspace_id, account.id, 'scheduled', new Date()]);
    if (inserted.rowCount === 0) return false;
    await query('connections/sql/sync_started', [account.id, hours(6)]);
    await this.#event(query, account, 'sync.started', { runId: run, type: 'scheduled' });
    return true;
  }

  /** The first answer of a run: it begins. Resolves with its id, or nothing when one is under way. */
  saveProfile(account, profile) {
    const { id, workspace_id: workspace, platform } = account;
    const now = new Date();
    const run = randomUUID();
    return this.#transaction(async (query, client) => {
      if (!(await this.#startRun(query, run, account))) return undefined;
      await query('sync/sql/upsert_profile', [
        id, workspace, platform, profile.handle, profile.name, profile.bio || null, profile.picture, null, profile.followers,
        profile.following, profile.posts, profile.verified, now,
      ]);
      const figures = [['followers', profile.followers], ['following', profile.following], ['posts', profile.posts]];
      await this.#insert(client, 'sync/sql/upsert_snapshot', figures.map(([type, value]) => [id, workspace, type, today(), value]));
      await query('connections/sql/record_profile', [
        id, profile.handle, profile.name, profile.picture, profile.followers, profile.posts, null, now,
      ]);
      await query('sync/sql/record_progress', [run, 'profile', 1, profile.posts, 1, null]);
      return run;
    });
  }

  savePage(run, account, { posts, cursor }, followers, done) {
    const { id, workspace_id: workspace, platform } = account;
    const ids = posts.map((post) => post.externalId);
    const now = new Date();
    return this.#transaction(async (query, client) => {
      await query('sync/sql/find_counts.postgres', [workspace, platform, ids]);
      await this.#insert(client, 'sync/sql/upsert_post', posts.map((post) => {
        const engagement = engagementOf(post);
        const audience = post.views || followers;
        return [
          randomUUID(), workspace, id, platform, post.externalId, post.caption || null, post.mediaType, post.media, post.thumbnail,
          post.permalink, post.views, null, post.likes, post.comments, post.shares, post.saves, engagement,
          audience > 0 ? percent(engagement, audience) : null, post.postedAt, now,
        ];
      }));
      await this.#saveHistory(client, workspace, platform, ids);
      await query('sync/sql/record_progress', [run, 'posts', done, null, done + 1, cursor ?? null]);
    });
  }

  async #saveHistory(client, workspace, platform, ids) {
    const path = 'sync/sql/upsert_post_metrics.postgres';
    if (this.manyRows) {
      const text = statement(path).text.replace('external_id = $3', 'external_id = ANY($3)');
      await client.query({ name: `${path} of many`, text, values: [workspace, platform, ids, today()] });
    } else {
      for (const externalId of ids) await client.query(statement(path, [workspace, platform, externalId, today()]));
    }
  }

  saveEngagement(account, followers) {
    const { id, workspace_id: workspace } = account;
    return this.#transaction(async (query) => {
      const { rows } = await query('sync/sql/newest_engagements', [id, engagementPosts]);
      const sum = rows.reduce((total, row) => total + row.engagement, 0);
      const rate = rows.length > 0 && followers > 0 ? percent(sum / rows.length, followers) : null;
      await query('sync/sql/set_profile_rate', [id, rate]);
      await query('sync/sql/set_connection_engagement', [id, rate]);
      if (rate !== null) await query('sync/sql/upsert_snapshot', [id, workspace, 'engagement_rate', today(), rate]);
    });
  }

  finishRun(run, account, status, message = null) {
    return this.#transaction(async (query) => {
      const { rows } = await query('sync/sql/finish_run', [run, status, message && 'failed', message, false, null, new Date()]);
      const now = new Date();
      await query('connections/sql/record_sync', [account.id, status, now, status === 'success' ? now : null, status === 'success' ? 0 : 1, hours(24), now]);
      await this.#event(query, account, 'sync.completed', { runId: run, type: 'scheduled', status, itemsSynced: rows[0]?.items_synced });
    });
  }

  /** Of all platforms what ends within the next 40 minutes. */
  async expiring(platforms) {
    const lists = platforms.map((platform) =>
      this.#query('connections/sql/expiring', [platform, minutes(40), new Date(), expiringMax, new Date(), new Date(0), noId]));
    return (await Promise.all(lists)).flat();
  }

  async lease(id) {
    return (await this.#query('connections/sql/lease_refresh', [id, new Date(), minutes(2)]))[0];
  }

  release(account) {
    return this.#query('connections/sql/release_refresh', [account.id, account.token_version]);
  }

  storeRefreshed(account, { access, refresh = null, expiresAt, refreshExpiresAt }) {
    return this.#transaction(async (query) => {
      await query('connections/sql/store_refreshed', [
        account.id, account.token_version, access, refresh, new Date(), expiresAt, refreshExpiresAt,
      ]);
      await this.#event(query, account, 'connection.updated', { platform: account.platform, reason: 'token_refreshed' });
    });
  }

  putTokens(id, access, refresh) {
    return this.pool.query('UPDATE connections SET access_token = $2, refresh_token = $3 WHERE id = $1', [id, access, refresh]);
  }
}
