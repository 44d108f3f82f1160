// Empty jobs on graphile-worker. Time is from the start of the worker until the last job has left the table.
//
//   PROFILE=fast    what its own page on performance shows: 24 at once, a local queue, completion in batches (default)
//   PROFILE=plain   24 at once, everything else as it comes: each job is fetched and completed by itself
import { readFileSync } from 'node:fs';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { connectionString, counter, enqueueAll, jobs, now, report, untilZero } from './common.js';

const concurrentJobs = Number(process.env.CONCURRENCY ?? 24);
const plain = { concurrentJobs, maxPoolSize: concurrentJobs + 1 };
const fast = {
  ...plain,
  localQueue: { size: Number(process.env.LOCAL_QUEUE ?? 500) },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};
const settings = process.env.PROFILE === 'plain' ? plain : fast;
const logger = new Logger(() => () => {});
const preset = { worker: { connectionString, logger, ...settings } };
const version = JSON.parse(readFileSync(new URL('node_modules/graphile-worker/package.json', import.meta.url))).version;
const pool = new pg.Pool({ connectionString, max: 1 });

const utils = await makeWorkerUtils({ preset });
await utils.migrate();
await pool.query('TRUNCATE graphile_worker._private_jobs');

const enqueueBegan = now();
await enqueueAll((count) => utils.addJobs(Array.from({ length: count }, () => ({ identifier: 'empty', payload: {} }))));
const enqueueMs = now() - enqueueBegan;
await pool.query('ANALYZE graphile_worker._private_jobs');

const { done, finished } = counter();
const runBegan = now();
const runner = await run({ preset, taskList: { empty: () => done(1) } });
await finished;
await untilZero(async () => {
  const { rows } = await pool.query('SELECT count(*)::int AS remaining FROM graphile_worker._private_jobs');
  return rows[0].remaining;
});
const runMs = now() - runBegan;
report('graphile-worker', version, settings, enqueueMs, runMs);
await runner.stop();
await utils.release();
await pool.end();
