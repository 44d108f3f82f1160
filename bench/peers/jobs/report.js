// The lines of run.sh as a table in Markdown: the middle of the runs of each queue, and how many times as fast Rostrum was.
import { readFileSync } from 'node:fs';

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const queues = [...new Set(lines.map((line) => line.queue))];
const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const speed = (queue) => middle(lines.filter((line) => line.queue === queue).map((line) => line.jobsPerSecond));

console.log('| queue | version | jobs/s | Rostrum is |');
console.log('|---|---|---:|---:|');
for (const queue of queues) {
  const version = lines.find((line) => line.queue === queue).version ?? '';
  const ratio = queue === 'rostrum' || !queues.includes('rostrum') ? '' : `${(speed('rostrum') / speed(queue)).toFixed(1)} ×`;
  console.log(`| ${queue} | ${version} | ${speed(queue).toLocaleString('en-US')} | ${ratio} |`);
}
