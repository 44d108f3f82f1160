// One request; prints the body, fails on anything but 2xx: node request.js METHOD URL TOKEN|- [JSON]
const [method, url, token, body] = process.argv.slice(2);
const headers = {};
if (token !== '-') headers.authorization = `Bearer ${token}`;
if (body) headers['content-type'] = 'application/json';
const answer = await fetch(url, { method, headers, body });
const text = await answer.text();
if (!answer.ok) throw new Error(`${method} ${url} was answered ${answer.status}: ${text}`);
process.stdout.write(text);
