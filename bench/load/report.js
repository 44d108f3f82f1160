// Turns the lines of analytics.sh ({server, path, requests, cpuSeconds, ...}) into a table with ratios, as Markdown.
import { readFileSync } from 'node:fs';

const rows = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const perSecond = (row) => row.requests / row.seconds;
const cpuMicros = (row) => (row.cpuSeconds * 1e6) / row.requests;
// Of several runs the one in the middle.
const middle = (path, server) => {
  const runs = rows.filter((row) => row.path === path && row.server === server).sort((a, b) => perSecond(a) - perSecond(b));
  return runs[Math.floor((runs.length - 1) / 2)];
};
const whole = (value) => Math.round(value).toLocaleString('en-US');

const table = [['endpoint', 'server', 'requests/s', 'CPU µs per request', 'p50 ms', 'p99 ms', 'resident MB', 'failed']];
for (const path of new Set(rows.map((row) => row.path))) {
  const [peer, rostrum] = ['express', 'rostrum'].map((server) => middle(path, server));
  for (const row of [peer, rostrum]) {
    if (!row) continue;
    table.push([
      `GET ${path}`, row.server, whole(perSecond(row)), whole(cpuMicros(row)), row.p50Ms.toFixed(1), row.p99Ms.toFixed(1),
      row.residentMb.toFixed(0), String(row.badStatus + row.socketErrors),
    ]);
  }
  if (peer && rostrum) {
    const times = (value) => `${value.toFixed(2)} ×`;
    table.push([
      `GET ${path}`, 'rostrum / express', times(perSecond(rostrum) / perSecond(peer)), times(cpuMicros(rostrum) / cpuMicros(peer)),
      times(rostrum.p50Ms / peer.p50Ms), times(rostrum.p99Ms / peer.p99Ms), times(rostrum.residentMb / peer.residentMb), '',
    ]);
  }
}

const line = (cells) => `| ${cells.join(' | ')} |`;
console.log([line(table[0]), line(table[0].map((_, index) => (index < 2 ? '---' : '---:'))), ...table.slice(1).map(line)].join('\n'));
