// What it takes PostgreSQL to find the accounts that are due: the server's own statements, explained.
import { readFileSync } from 'node:fs';

const statement = (name) => readFileSync(new URL(`../../../src/connections/sql/${name}.sql`, import.meta.url), 'utf8');
const times = 21;
const noId = '00000000-0000-0000-0000-000000000000';

// As the engine and the refresher call them.
const dueForSync = () => ['tiktok', new Date(), 2_000];
const expiring = () => ['tiktok', new Date(Date.now() + 40 * 60_000), new Date(), 200, new Date(), new Date(0), noId];

async function explained(client, name, parameters) {
  const plans = [];
  for (let index = 0; index < times; index += 1) {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${statement(name)}`, parameters());
    plans.push(rows[0]['QUERY PLAN'][0]);
  }
  plans.sort((a, b) => a['Execution Time'] - b['Execution Time']);
  const { 'Execution Time': milliseconds, Plan: plan } = plans[Math.floor(times / 2)];
  return { milliseconds, rows: plan['Actual Rows'], pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] };
}

/**
 * The middle time and the pages that were read, of both statements, on a table without dead rows. With nothing due, the pages
 * are the way down the index.
 */
export async function explain(database) {
  await database.query('VACUUM ANALYZE connections');
  const client = await database.connect();
  try {
    return {
      due: await explained(client, 'due_for_sync', dueForSync),
      expiring: await explained(client, 'expiring', expiring),
    };
  } finally {
    client.release();
  }
}
