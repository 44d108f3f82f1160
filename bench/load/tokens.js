// Writes one bearer token per line, each for another workspace.
//
//   node tokens.js peer COUNT              signs them with SESSION_SECRET, for the sessions of seed.sql
//   node tokens.js rostrum COUNT URL       signs in at the server as the users of seed.sql (BENCH_PASSWORD)
import { createHmac } from 'node:crypto';

const [target, count, url] = process.argv.slice(2);
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const madeId = (kind, n) => `00000000-0000-7000-${kind}-${n.toString(16).padStart(12, '0')}`;

function sign(n) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: madeId('8001', n), sid: madeId('8004', n), iat: now, exp: now + 86400 };
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${head}.${createHmac('sha256', process.env.SESSION_SECRET).update(head).digest('base64url')}`;
}

async function signIn(n) {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `user${n}@bench.example`, password: process.env.BENCH_PASSWORD }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`sign-in of user ${n} was answered ${answer.status}: ${JSON.stringify(body)}`);
  return body.accessToken;
}

for (let n = 1; n <= Number(count); n += 1) {
  console.log(target === 'peer' ? sign(n) : await signIn(n));
}
