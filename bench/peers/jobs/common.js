// What both queues share: where the database is, how many jobs, and the one line of JSON at the end.

export const connectionString = process.env.DATABASE_URL ?? process.env.ROSTRUM_TEST_POSTGRES_URL;
if (!connectionString) throw new Error('set DATABASE_URL, or run this under tools/with-services --postgres');

export const jobs = Number(process.env.JOBS ?? 100000);
const enqueueBatch = 10000;

/** Calls `insert(count)` until all jobs are in the queue. */
export async function enqueueAll(insert) {
  for (let done = 0; done < jobs; done += enqueueBatch) {
    await insert(Math.min(enqueueBatch, jobs - done));
  }
}

/** A counter and the promise that it reaches the number of jobs. */
export function counter() {
  let left = jobs;
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const done = (count) => {
    left -= count;
    if (left === 0) finish();
    if (left < 0) throw new Error('a job ran twice');
  };
  return { done, finished };
}

/** Milliseconds since an arbitrary start. */
export const now = () => performance.now();

/** Waits until `remaining()` answers 0, looking every few milliseconds. */
export async function untilZero(remaining) {
  while ((await remaining()) !== 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

export function report(name, version, settings, enqueueMs, runMs) {
  const seconds = runMs / 1000;
  const cpu = process.cpuUsage();
  console.log(
    JSON.stringify({
      name,
      version,
      settings,
      jobs,
      seconds: Number(seconds.toFixed(3)),
      jobsPerSecond: Math.round(jobs / seconds),
      enqueueSeconds: Number((enqueueMs / 1000).toFixed(3)),
      enqueuedPerSecond: Math.round(jobs / (enqueueMs / 1000)),
      cpuSeconds: Number(((cpu.user + cpu.system) / 1e6).toFixed(2)),
      node: process.version,
    }),
  );
}
