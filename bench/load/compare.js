// Says whether two servers answered the same: node compare.js FIRST.json SECOND.json
// Times are compared as instants, everything else exactly.
import { readFileSync } from 'node:fs';

const [first, second] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path)));
const isTime = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
const differences = [];

function compare(a, b, path) {
  if (differences.length >= 20) return;
  if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!(key in a)) differences.push(`${path}.${key} is missing in the first`);
      else if (!(key in b)) differences.push(`${path}.${key} is missing in the second`);
      else compare(a[key], b[key], `${path}.${key}`);
    }
  } else if (isTime(a) && isTime(b) ? Date.parse(a) !== Date.parse(b) : a !== b) {
    differences.push(`${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
  }
}

compare(first, second, '');
for (const difference of differences) console.error(difference);
process.exit(differences.length > 0 ? 1 : 0);
