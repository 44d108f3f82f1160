// The processes that take part: the simulated platforms, and the server.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { send } from '../../../tests/integration/support/http.mjs';
import { freePort } from '../../../tests/integration/support/ports.mjs';
import { endWithin, launch, tail } from '../../../tests/integration/support/process.mjs';
import { Sandbox } from '../../../tests/integration/support/sandbox.mjs';
import { until } from '../../../tests/integration/support/wait.mjs';

const readySecondsMax = 60;
const stopSecondsMax = 60;
const callsPerHour = 1_000_000_000;
const cronSecret = 'bench-cron-secret-6f1d0c-58e2a9-c07b31';

// The platforms' quotas would be what is measured.
const quotas = [
  'tiktok.user_info', 'tiktok.video_list', 'x.users_me', 'x.users_posts', 'x.users_posts_of_app', 'x.post_reads', 'youtube.units', 'youtube.reports',
];
const rateLimits = ['GENERAL', 'SIGNED_IN', 'SIGN_IN', 'SYNC', 'CONNECTIONS'];
export const platforms = ['tiktok', 'x', 'youtube'];

const directory = mkdtempSync(join(tmpdir(), 'rostrum-bench.'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

async function stop(child, log) {
  child.kill('SIGTERM');
  const end = await endWithin(child, stopSecondsMax, log);
  if (end.code !== 0) throw new Error(`a process ended with ${JSON.stringify(end)}\n${tail(log)}`);
}

/** The simulated platforms, without quotas. */
export async function startSandbox() {
  const port = await freePort();
  const log = join(directory, 'sandbox.log');
  const sandbox = new Sandbox(`http://127.0.0.1:${port}`);
  const child = launch(['sandbox'], { SANDBOX_PORT: String(port), LOG_LEVEL: 'warn' }, log);
  await until('the sandbox answers', () => sandbox.accounts().then(() => true, () => false));
  for (const platform of platforms) {
    await sandbox.limits({ platform, callsPerHour, appCallsPerHour: callsPerHour });
  }
  return Object.assign(sandbox, { stop: () => stop(child, log) });
}

/** A node that serves, works and schedules. It has what the clients of the integration tests expect of a server. */
export async function startServer(sandbox, databaseUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, 'server.log');
  const dataDir = join(directory, 'data');
  mkdirSync(dataDir, { recursive: true });
  const child = launch(['serve'], {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    BIND_ADDRESS: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
    ENCRYPTION_KEYS: `bench:${'5a'.repeat(32)}`,
    SESSION_SECRET: 'bench-signing-secret-0b7e41d9c2a3-5d',
    CRON_JOB_SECRET: cronSecret,
    // Every pass syncs every account, and as fast as it can.
    SYNC_SKIP_YOUNGER: '0',
    SYNC_SPACING: '0',
    QUOTAS: quotas.map((name) => `${name}=off`).join(','),
    ...Object.fromEntries(rateLimits.map((name) => [`RATE_LIMIT_${name}`, 'off'])),
    ...Object.fromEntries(platforms.map((platform) => [`${platform.toUpperCase()}_BASE_URL`, sandbox.url])),
  }, log);
  await until('the server is ready', async () => {
    if (child.isOver) throw new Error(`the server ended at its start\n${tail(log)}`);
    return send(`${url}/readyz`).then((answer) => answer.status === 200, () => false);
  }, { seconds: readySecondsMax, show: () => tail(log) });
  const agent = new http.Agent({ keepAlive: true });
  return {
    url,
    sandbox,
    agent,
    pid: child.pid,
    keep: () => {},
    lastWords: () => tail(log),
    /** Starts a periodic job now. */
    async runJob(name) {
      const headers = { authorization: `Bearer ${cronSecret}` };
      const answer = await send(`${url}/api/v1/jobs/${name}/run`, { method: 'POST', headers, agent });
      if (answer.status !== 202) throw new Error(`${name} was answered ${answer.status}: ${answer.text}`);
    },
    async stop() {
      agent.destroy();
      await stop(child, log);
    },
  };
}
