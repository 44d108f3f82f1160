// Empty jobs on pg-boss. Time is from the start of the workers until the last job is completed.
//
//   PROFILE=fast    two workers that fetch 1,000 at a time and go on at once while batches are full (default; of 2, 4 and 8
//                   workers with 1,000 and 5,000 this was the fastest on two cores)
//   PROFILE=plain   24 workers that fetch one job at a time, at the shortest interval that is allowed
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { connectionString, counter, enqueueAll, now, report, untilZero } from './common.js';

const plain = { localConcurrency: Number(process.env.CONCURRENCY ?? 24), pollingIntervalSeconds: 0.5 };
const fast = {
  localConcurrency: Number(process.env.CONCURRENCY ?? 2),
  pollingIntervalSeconds: 0.5,
  batchSize: Number(process.env.BATCH ?? 1000),
  burstWhenBatchFull: true,
};
const settings = process.env.PROFILE === 'plain' ? plain : fast;
const queue = 'empty';
const version = JSON.parse(readFileSync(new URL('node_modules/pg-boss/package.json', import.meta.url))).version;
const pool = new pg.Pool({ connectionString, max: 1 });

const boss = new PgBoss({ connectionString, max: 10, supervise: false, schedule: false });
boss.on('error', (error) => {
  throw error;
});
await boss.start();
await boss.createQueue(queue);
await boss.deleteAllJobs(queue);

const enqueueBegan = now();
await enqueueAll((count) => boss.insert(queue, Array.from({ length: count }, () => ({ data: {} }))));
const enqueueMs = now() - enqueueBegan;
await pool.query('ANALYZE pgboss.job');

const { done, finished } = counter();
const runBegan = now();
await boss.work(queue, settings, async (batch) => {
  done(batch.length);
});
await finished;
await untilZero(async () => {
  const { rows } = await pool.query(`SELECT count(*)::int AS remaining FROM pgboss.job WHERE name = $1 AND state < 'completed'`, [queue]);
  return rows[0].remaining;
});
const runMs = now() - runBegan;
report('pg-boss', version, settings, enqueueMs, runMs);
await boss.stop({ graceful: false });
await pool.end();
