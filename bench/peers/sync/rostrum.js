// Passes of the server over all accounts, and what they cost it.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../../../tests/integration/support/http.mjs';
import { each } from './each.js';
import { cpuSeconds } from './figures.js';

const lookEveryMs = 50;
const passSecondsMax = 600;
const refreshesAtOnce = 10;

const makeDue = "UPDATE connections SET next_sync_at = now() - interval '1 minute' WHERE id = ANY($1)";
const makeExpiring = "UPDATE connections SET token_expires_at = now() + interval '10 minutes' WHERE id = ANY($1)";
const makeNothingDue = `UPDATE connections SET next_sync_at = now() + interval '1 day', token_expires_at = now() + interval '1 day'
                        WHERE id = ANY($1)`;
const syncsDone = `SELECT count(*)::int AS count, (count(*) FILTER (WHERE status <> 'success'))::int AS failed,
                          max(started_at) AS last_start, max(completed_at) AS last
                   FROM sync_runs WHERE completed_at >= $1 AND type = 'scheduled'`;
const refreshesDone = `SELECT count(*)::int AS count, 0 AS failed, max(updated_at) AS last_start, max(updated_at) AS last
                       FROM connections WHERE id = ANY($2) AND updated_at >= $1 AND token_expires_at > now() + interval '30 minutes'`;

/** Accounts that are synced by schedule here: YouTube allows so few calls a day that its accounts are only refreshed. */
export const synced = (accounts) => accounts.filter((one) => one.platform !== 'youtube').map((one) => one.id);
export const refreshed = (accounts) => accounts.map((one) => one.id);

export async function prepareSyncs(database, accounts) {
  await database.query(makeDue, [synced(accounts)]);
}

export async function prepareRefreshes(database, accounts) {
  await database.query(makeExpiring, [refreshed(accounts)]);
}

/** Nothing is due any more. */
export async function postpone(database, accounts) {
  await database.query(makeNothingDue, [refreshed(accounts)]);
}

/** One pass: from its start until the last account is done, by what stands in the database. */
async function pass(server, name, start, expected, look) {
  const cpuBefore = cpuSeconds(server.pid);
  const begin = Date.now();
  await start();
  for (;;) {
    const { count, failed, last_start: lastStart, last } = await look(new Date(begin));
    if (count >= expected) {
      const since = (time) => (time.getTime() - begin) / 1000;
      return { count, failed, seconds: since(last), startSeconds: since(lastStart), cpuSeconds: cpuSeconds(server.pid) - cpuBefore };
    }
    if (Date.now() - begin > passSecondsMax * 1000) {
      throw new Error(`${name}: ${count} of ${expected} after ${passSecondsMax} s\n${server.lastWords()}`);
    }
    await pause(lookEveryMs);
  }
}

export async function syncPass(server, database, accounts) {
  await prepareSyncs(database, accounts);
  return pass(server, 'syncs', () => server.runJob('social-sync'), synced(accounts).length, async (begin) => (await database.query(syncsDone, [begin])).rows[0]);
}

export async function refreshPass(server, database, accounts) {
  await prepareRefreshes(database, accounts);
  const ids = refreshed(accounts);
  // Tokens of an hour or two are refreshed when they are needed: here because somebody asks for it, as many at once as the peer does.
  const ask = () => each(accounts, refreshesAtOnce, async ({ id, key }) => {
    const answer = await new Client(server, { token: key }).post(`/api/v1/connections/${id}/refresh`);
    if (answer.status !== 200) throw new Error(`a refresh was answered ${answer.status}: ${answer.text}`);
  });
  return pass(server, 'refreshes', ask, ids.length, async (begin) => (await database.query(refreshesDone, [begin, ids])).rows[0]);
}

/** Several passes as one, after one that does not count. */
export async function measure(passes, onePass) {
  await onePass();
  const sum = {};
  for (let index = 0; index < passes; index += 1) {
    for (const [name, value] of Object.entries(await onePass())) sum[name] = (sum[name] ?? 0) + value;
  }
  return sum;
}
