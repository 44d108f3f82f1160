// Compares what the server says of each target with what the platforms published.

const columns = [
  ["platform", (row) => row.platform],
  ["posts", (row) => row.posts],
  ["published", (row) => row.published],
  ["failed", (row) => row.failed],
  ["needs attention", (row) => row.attention],
  ["at the platform", (row) => row.live],
  ["twice", (row) => row.twice],
  ["lost", (row) => row.lost],
  ["denied", (row) => row.denied],
];
const attentionMax = 0.005;
/** Of a short run, where one is more than that. */
const attentionMin = 2;

/** By platform. `lost`: said to be published, and it is not; `denied`: said to have failed, and it is live. */
export function compare(platforms, posts, targets, published) {
  const live = new Map();
  for (const post of published) {
    const key = `${post.platform}\n${/chaos \d+ number \d+/.exec(`${post.text}\n${post.title}`)?.[0]}`;
    live.set(key, (live.get(key) ?? 0) + 1);
  }
  return platforms.map((platform) => {
    const row = { platform, posts: 0, published: 0, failed: 0, attention: 0, live: 0, twice: 0, lost: 0, denied: 0, reasons: new Map(), wrong: [] };
    for (const post of posts.filter((one) => one.platform === platform)) {
      const target = targets.get(post.id);
      const times = live.get(`${platform}\n${post.text}`) ?? 0;
      row.posts += 1;
      row.live += times;
      row.twice += Math.max(0, times - 1);
      if (target.status === "published") row.published += 1;
      if (target.status === "failed") row.failed += 1;
      if (target.status === "needs_attention") row.attention += 1;
      if (target.status === "published" && times === 0) row.lost += 1;
      if (target.status === "failed" && times > 0) row.denied += 1;
      const isLive = times > 0;
      if (times > 1 || (target.status === "published" && !isLive) || (target.status === "failed" && isLive)) row.wrong.push(post);
      if (target.error) row.reasons.set(target.error.code, (row.reasons.get(target.error.code) ?? 0) + 1);
    }
    return row;
  });
}

const total = (rows, key) => rows.reduce((sum, row) => sum + row[key], 0);

export function table(rows) {
  const sum = { platform: "all" };
  for (const key of Object.keys(rows[0])) if (typeof rows[0][key] === "number") sum[key] = total(rows, key);
  const lines = [columns.map(([title]) => title), ...[...rows, sum].map((row) => columns.map(([, value]) => String(value(row))))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const body = lines.map((line) => line.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("  "));
  const reasons = rows.flatMap(({ platform, reasons }) => [...reasons].map(([code, count]) => `${platform}: ${count} x ${code}`));
  return [...body, ...reasons].join("\n");
}

/** What is wrong, in sentences; empty when the run is passed. */
export function faults(rows, wanted) {
  const found = [];
  for (const row of rows) {
    if (row.twice > 0) found.push(`${row.platform}: ${row.twice} posts too many were published`);
    if (row.lost > 0) found.push(`${row.platform}: ${row.lost} targets are said to be published and are not`);
    if (row.denied > 0) found.push(`${row.platform}: ${row.denied} targets are said to have failed and are live`);
    const ended = row.published + row.failed + row.attention;
    if (ended !== row.posts) found.push(`${row.platform}: ${row.posts - ended} targets have no end`);
  }
  const attention = total(rows, "attention");
  if (attention > Math.max(attentionMin, attentionMax * wanted)) found.push(`${attention} of ${wanted} targets need somebody to look`);
  return found;
}
