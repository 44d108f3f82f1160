// The peer: syncs and refreshes as one writes them with pg and fetch, ten accounts at once, one await after the other for each.
// Its parent tells it what to do: {do: 'seal' | 'sync' | 'refresh' | 'memory'}.
import { each } from '../each.js';
import { memory } from '../figures.js';
import { calls } from './platforms.js';
import { Store } from './store.js';
import { open, seal } from './vault.js';

const accountsAtOnce = 10;
const store = new Store(process.env.DATABASE_URL, { manyRows: Boolean(process.env.MANY_ROWS) });

async function syncPosts(reader, account, run, followers) {
  let cursor;
  let done = 0;
  do {
    const page = await reader.posts(account, cursor, Math.min(reader.pageSize, reader.postsPerSync - done));
    done += page.posts.length;
    await store.savePage(run, account, page, followers, done);
    cursor = page.cursor;
  } while (cursor && done < reader.postsPerSync);
}

async function syncOne(due) {
  const stored = await store.tokens(due.id);
  const account = { ...stored, token: open(stored.access_token) };
  const reader = calls[stored.platform];
  let run;
  try {
    const profile = await reader.profile(account);
    run = await store.saveProfile(account, profile);
    if (!run) return false;
    await syncPosts(reader, account, run, profile.followers);
    await store.saveEngagement(account, profile.followers);
    await store.finishRun(run, account, 'success');
    return true;
  } catch (error) {
    console.error(`sync: ${error.message}`);
    if (run) await store.finishRun(run, account, 'failed', error.message);
    return false;
  }
}

async function refreshOne({ id }) {
  const leased = await store.lease(id);
  if (!leased) return false;
  try {
    const tokens = await calls[leased.platform].refresh(open(leased.refresh_token));
    await store.storeRefreshed(leased, { ...tokens, access: seal(tokens.access), refresh: tokens.refresh && seal(tokens.refresh) });
    return true;
  } catch (error) {
    console.error(`refresh: ${error.message}`);
    await store.release(leased);
    return false;
  }
}

/** One pass over everything that is due. */
async function pass(find, work) {
  const cpuBefore = process.cpuUsage();
  const begin = performance.now();
  const due = await find();
  let failed = 0;
  await each(due, accountsAtOnce, async (one) => {
    if (!(await work(one))) failed += 1;
  });
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { count: due.length, failed, seconds, cpuSeconds: (user + system) / 1e6 };
}

/** Gives each connection one of the tokens that the platform gave out for its account. */
async function sealTokens(accounts, tokens) {
  for (const { id, platform, account } of accounts) {
    const take = (kind) => {
      const index = tokens[platform].findIndex((one) => one.kind === kind && one.account === account);
      if (index < 0) throw new Error(`no ${kind} token of ${account} at ${platform}`);
      return tokens[platform].splice(index, 1)[0].token;
    };
    await store.putTokens(id, seal(take('access')), seal(take('refresh')));
  }
  return {};
}

const commands = {
  seal: ({ accounts, tokens }) => sealTokens(accounts, tokens),
  sync: () => pass(() => store.dueForSync(Object.keys(calls).filter((platform) => platform !== 'youtube')), syncOne),
  refresh: () => pass(() => store.expiring(Object.keys(calls)), refreshOne),
  memory: async () => memory(process.pid),
};
process.on('message', async (command) => process.send(await commands[command.do](command)));
process.on('disconnect', () => process.exit());
