// Turns the lines of main.js into tables with ratios, as Markdown: node report.js FILE
import { readFileSync } from 'node:fs';

const rows = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const perSecond = (row) => row.count / row.seconds;
const cpuMs = (row) => (row.cpuSeconds * 1e3) / row.count;
const times = (value) => `${value.toFixed(2)} ×`;

function print(table) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = table[0].map((_, index) => (index === 0 ? '---' : '---:'));
  console.log(`\n${[line(table[0]), line(rule), ...table.slice(1).map(line)].join('\n')}`);
}

// Of several runs the one in the middle.
function middle(kind, server) {
  const runs = rows.filter((row) => row.kind === kind && row.server === server).sort((a, b) => perSecond(a) - perSecond(b));
  return runs[Math.floor((runs.length - 1) / 2)];
}

function beside(kind, title) {
  const servers = [...new Set(rows.filter((row) => row.kind === kind).map((row) => row.server))];
  if (servers.length === 0) return;
  const table = [[title, 'per second', 'CPU ms each', 'resident MB', 'failed']];
  const rostrum = middle(kind, 'rostrum');
  for (const server of servers) {
    const row = middle(kind, server);
    table.push([server, perSecond(row).toFixed(1), cpuMs(row).toFixed(2), row.residentMb.toFixed(0), String(row.failed)]);
  }
  for (const server of servers.filter((name) => name !== 'rostrum')) {
    const peer = middle(kind, server);
    table.push([
      `rostrum / ${server}`, times(perSecond(rostrum) / perSecond(peer)), times(cpuMs(rostrum) / cpuMs(peer)),
      times(rostrum.residentMb / peer.residentMb), '',
    ]);
  }
  print(table);
}

function sizes() {
  const measured = rows.filter((row) => row.kind === 'size');
  if (measured.length === 0) return;
  const table = [[
    'connections', 'ready ms', 'idle MB', 'resident MB', 'peak MB', 'due: ms', 'expiring: ms', 'nothing due: pages',
    'nothing expiring: pages', 'starts/s', 'syncs/s', 'CPU ms each', 'failed',
  ]];
  for (const row of measured) {
    table.push([
      row.connections.toLocaleString('en-US'), row.readyMs.toFixed(0), row.idleMb.toFixed(1), row.residentMb.toFixed(1),
      row.peakMb.toFixed(1), row.due.milliseconds.toFixed(3), row.expiring.milliseconds.toFixed(3),
      String(row.nothingDue.due.pages), String(row.nothingDue.expiring.pages), (row.count / row.startSeconds).toFixed(1), perSecond(row).toFixed(1), cpuMs(row).toFixed(2), String(row.failed),
    ]);
  }
  print(table);
}

beside('sync', 'scheduled syncs');
beside('refresh', 'token refreshes');
sizes();
