// Runs the measurements and writes one line of JSON for each: node main.js FILE [beside | sizes]...
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { connectAll } from './accounts.js';
import { difference, forget } from './compare.js';
import { memory } from './figures.js';
import { explain } from './pick_up.js';
import { platforms, startSandbox, startServer } from './processes.js';
import { measure, postpone, prepareRefreshes, prepareSyncs, refreshPass, synced, syncPass } from './rostrum.js';

const [output, ...parts] = process.argv.slice(2);
function wholeNumber(name, text, least) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`sync: ${name}: '${text}' is no whole number from ${least} on`);
  process.exit(2);
}
const setting = (name, usual) => wholeNumber(name, process.env[name] ?? usual, 1);
const runs = setting('RUNS', 3);
const passes = setting('PASSES', 3);
const workspaces = setting('WORKSPACES', 20);
// Rows are only added.
const sizes = (process.env.SIZES ?? '0,1000,100000,1000000').split(',').map((text) => wholeNumber('SIZES', text, 0)).sort((a, b) => a - b);
const settleMs = 5_000;
const peers = ['node', 'node, many rows at once'];
const began = Date.now();

const say = (text) => console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(4)}s] sync: ${text}`);
const write = (row) => {
  appendFileSync(output, `${JSON.stringify(row)}\n`);
  if (row.seconds) say(`${row.server}: ${row.kind}: ${(row.count / row.seconds).toFixed(1)}/s`);
};

const cluster = process.env.ROSTRUM_TEST_POSTGRES_URL;

/** A new database in the cluster. */
async function createDatabase(name) {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = cluster.replace(/\/[^/]*$/, `/${name}`);
  return Object.assign(new pg.Pool({ connectionString: url, max: 2 }), { url });
}

/** A database with accounts of its own, connected through the server. */
async function createInstallation(sandbox, name) {
  const database = await createDatabase(name);
  const server = await startServer(sandbox, database.url);
  say(`connecting ${workspaces * 18} accounts in ${name}`);
  const accounts = await connectAll(server, database, workspaces);
  await server.stop();
  return { database, accounts };
}

// ---- beside the peer

/** What the platforms gave out so far, by platform. */
async function tokensOf(sandbox) {
  const lists = platforms.map(async (platform) => [platform, (await sandbox.control('GET', `tokens?platform=${platform}`)).data]);
  return Object.fromEntries(await Promise.all(lists));
}

async function startPeer(environment) {
  const child = fork(fileURLToPath(new URL('peer/peer.js', import.meta.url)), { env: { ...process.env, ...environment } });
  const failed = once(child, 'exit').then(([code]) => { throw new Error(`the peer ended with ${code}`); });
  failed.catch(() => {});
  return {
    async ask(command) {
      const answer = once(child, 'message');
      child.send(command);
      return (await Promise.race([answer, failed]))[0];
    },
    stop: () => child.kill('SIGTERM'),
  };
}

async function measurePeer(run, server, sandbox, { database, accounts }) {
  const manyRows = server === peers[1];
  const peer = await startPeer({ DATABASE_URL: database.url, SANDBOX_URL: sandbox.url, MANY_ROWS: manyRows ? 'yes' : '' });
  // A refresh writes one row in either case.
  const kinds = manyRows ? [['sync', prepareSyncs]] : [['sync', prepareSyncs], ['refresh', prepareRefreshes]];
  for (const [kind, prepare] of kinds) {
    const sum = await measure(passes, async () => {
      await prepare(database, accounts);
      return peer.ask({ do: kind });
    });
    const { residentMb: resident } = await peer.ask({ do: 'memory' });
    write({ kind, server, run, ...sum, residentMb: resident });
  }
  peer.stop();
}

async function measureRostrum(run, sandbox, { database, accounts }) {
  const server = await startServer(sandbox, database.url);
  for (const [kind, pass] of [['sync', syncPass], ['refresh', refreshPass]]) {
    const sum = await measure(passes, () => pass(server, database, accounts));
    write({ kind, server: 'rostrum', run, ...sum, residentMb: memory(server.pid).residentMb });
  }
  await server.stop();
}

/** The peer's accounts are its own, since a refresh ends the token before it: it takes what they were connected with. */
async function givePeerItsTokens(sandbox, { database, accounts }) {
  const peer = await startPeer({ DATABASE_URL: database.url, SANDBOX_URL: sandbox.url });
  await peer.ask({ do: 'seal', accounts: accounts.map(({ id, platform, account }) => ({ id, platform, account })), tokens: await tokensOf(sandbox) });
  peer.stop();
}

async function beside(sandbox, ours, theirs) {
  for (const { database, accounts } of [ours, theirs]) await forget(database, synced(accounts));
  for (let run = 1; run <= runs; run += 1) {
    await measureRostrum(run, sandbox, ours);
    for (const peer of peers) await measurePeer(run, peer, sandbox, theirs);
  }
  const different = await difference(ours.database, theirs.database);
  if (different) console.error(`sync: the two did not bring in the same:\n${different}`);
}

// ---- sizes

async function seed(database, first, last) {
  say(`filling the database: ${last.toLocaleString('en-US')} connections`);
  await promisify(execFile)('psql', [
    database.url, '--no-psqlrc', '--quiet', '--set', `first=${first}`, '--set', `last=${last}`, '--file',
    fileURLToPath(new URL('seed.sql', import.meta.url)),
  ]);
}

async function measureSize(sandbox, { database, accounts }, connections) {
  await prepareSyncs(database, accounts);
  await prepareRefreshes(database, accounts);
  const pickUps = await explain(database);
  // Nothing is left for the server to do before it is asked.
  await postpone(database, accounts);
  const nothingDue = await explain(database);
  const startedAt = performance.now();
  const server = await startServer(sandbox, database.url);
  const readyMs = performance.now() - startedAt;
  await pause(settleMs);
  const idleMb = memory(server.pid).residentMb;
  const sum = await measure(passes, () => syncPass(server, database, accounts));
  write({ kind: 'size', server: `rostrum at ${connections}`, connections, readyMs, idleMb, ...pickUps, nothingDue, ...sum, ...memory(server.pid) });
  await server.stop();
}

async function measureSizes(sandbox, installation) {
  let seeded = 0;
  for (const size of sizes) {
    if (size > seeded) await seed(installation.database, seeded + 1, size);
    seeded = Math.max(seeded, size);
    await measureSize(sandbox, installation, size);
  }
}

const sandbox = await startSandbox();
const pools = [];
if (parts.includes('beside')) {
  const theirs = await createInstallation(sandbox, 'bench_peer');
  await givePeerItsTokens(sandbox, theirs);
  const ours = await createInstallation(sandbox, 'bench_rostrum');
  await beside(sandbox, ours, theirs);
  pools.push(theirs.database, ours.database);
}
if (parts.includes('sizes')) {
  const installation = await createInstallation(sandbox, 'bench_sizes');
  await measureSizes(sandbox, installation);
  pools.push(installation.database);
}
for (const pool of pools) await pool.end();
await sandbox.stop();
