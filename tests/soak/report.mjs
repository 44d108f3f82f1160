// The outcome as a table, and whether it is good.

const columns = [
  ["platform", (row) => row.platform],
  ["connections", (row) => row.connections],
  ["synced", (row) => row.synced],
  ["needs reauth", (row) => row.needsReauth],
  ["syncs", (row) => row.whole],
  ["partial", (row) => row.partial],
  ["failed", (row) => row.failed],
  ["waits for quota", (row) => row.waited],
  ["refused by quota", (row) => row.refused],
  ["refreshes", (row) => row.refreshes],
  ["used twice", (row) => row.usedTwice],
  ["lost at a kill", (row) => row.lostAtKill],
];

const total = (rows, key) => rows.reduce((sum, row) => sum + row[key], 0);

/** Adds what only the platforms know, and which tokens a kill caught between the platform's answer and the store. */
export function combine(figures, quotas, ended, caughtAtKills) {
  return figures.map((row) => {
    const told = quotas.find(({ platform }) => platform === row.platform);
    const mine = ended.filter(({ platform }) => platform === row.platform);
    return { ...row, refused: told.refused, usedTwice: told.refreshesRefused, lostAtKill: mine.filter(({ key }) => caughtAtKills.has(key)).length };
  });
}

export function table(rows) {
  const sum = { platform: "all" };
  for (const key of Object.keys(rows[0])) if (key !== "platform") sum[key] = total(rows, key);
  const lines = [columns.map(([title]) => title), ...[...rows, sum].map((row) => columns.map(([, value]) => String(value(row))))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => line.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("  ")).join("\n");
}

/** What is wrong, in sentences; empty when the soak is passed. */
export function faults(rows, { wanted, kills, deadJobs, openRuns }) {
  const found = [];
  const connections = total(rows, "connections");
  if (connections !== wanted) found.push(`${connections} connections are there instead of ${wanted}`);
  for (const row of rows) {
    const unsynced = row.connections - row.lostAtKill - row.synced;
    if (unsynced > 0) found.push(`${row.platform}: ${unsynced} connections were not synced in the day`);
    if (row.refused > 0) found.push(`${row.platform}: quotas were overdrawn by ${row.refused} units`);
    // A token whose successor died with the node is tried once more: nobody can know that it is used up.
    if (row.usedTwice > row.lostAtKill) found.push(`${row.platform}: ${row.usedTwice} used refresh tokens were sent again`);
    if (row.needsReauth > row.lostAtKill) found.push(`${row.platform}: ${row.needsReauth - row.lostAtKill} connections need their owner without a reason`);
  }
  // A process exchanges two such tokens at a time.
  if (total(rows, "lostAtKill") > 2 * kills) found.push(`${total(rows, "lostAtKill")} tokens were lost at ${kills} kills`);
  if (deadJobs > 0) found.push(`${deadJobs} jobs were given up`);
  if (openRuns > 0) found.push(`${openRuns} sync runs never ended`);
  return found;
}
