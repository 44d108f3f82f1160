// Fails the build when the script that a page needs before it is of use outgrows its budget. Counted:
// the entry, the page and all they import; not what they load later, such as the charts.
import { readFileSync, rmSync, statSync } from "node:fs";

const budget_bytes = 250 * 1000;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
rmSync(new URL(".vite", dist), { recursive: true });

const first_pages = {
  "sign in": ["index.html", "src/pages/sign-in/sign-in-page.tsx"],
  overview: ["index.html", "src/shell/shell.tsx", "src/pages/overview/overview-page.tsx"],
  account: ["index.html", "src/shell/shell.tsx", "src/pages/account/account-page.tsx"],
  analytics: ["index.html", "src/shell/shell.tsx", "src/pages/analytics/analytics-page.tsx"],
  composer: ["index.html", "src/shell/shell.tsx", "src/pages/composer/composer-page.tsx"],
  calendar: ["index.html", "src/shell/shell.tsx", "src/pages/calendar/calendar-page.tsx"],
};

function closure(keys, found = new Set()) {
  for (const key of keys) {
    if (found.has(key)) continue;
    if (!manifest[key]) throw new Error(`${key} is not in the build`);
    found.add(key);
    closure(manifest[key].imports ?? [], found);
  }
  return found;
}

function compressed(file) {
  const size = (path) => statSync(new URL(path, dist), { throwIfNoEntry: false })?.size;
  return { gz: size(`${file}.gz`) ?? size(file), br: size(`${file}.br`) ?? size(file) };
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
let over = false;
for (const [page, keys] of Object.entries(first_pages)) {
  const files = [...closure(keys)].map((key) => manifest[key].file).filter((file) => file.endsWith(".js"));
  const sizes = files.map(compressed);
  const gz = sizes.reduce((sum, size) => sum + size.gz, 0);
  const br = sizes.reduce((sum, size) => sum + size.br, 0);
  console.log(`${page}: ${kilobytes(gz)} of script in gzip, ${kilobytes(br)} in brotli`);
  over ||= gz > budget_bytes;
}
if (over) {
  console.error(`over the budget of ${kilobytes(budget_bytes)}`);
  process.exit(1);
}
