// The commands beside `serve`, and raw bytes on the socket.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ok } from "./support/http.mjs";
import { newOwner } from "./support/people.mjs";
import { command, cronSecret, keys, metricsToken, signingSecret } from "./support/server.mjs";
import { onEachDatabase } from "./support/suite.mjs";

/** What the server says to these bytes until it closes, or has said enough. */
function answerTo(port, bytes) {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes, () => socket.end()));
    const chunks = [];
    socket.setTimeout(20_000, () => { chunks.push(Buffer.from("(hangs)")); socket.destroy(); });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
  });
}

onEachDatabase("the program", (here) => {
  const directory = mkdtempSync(join(tmpdir(), "rostrum-it-cli."));
  const say = async (args, settings) => {
    const log = join(directory, randomBytes(4).toString("hex"));
    const end = await command(args, settings, log);
    return { ...end, text: readFileSync(log, "utf8") };
  };
  after(() => rmSync(directory, { recursive: true, force: true }));

  test("prints the document that it serves", async () => {
    const printed = await say(["openapi"], {});
    assert.equal(printed.code, 0, printed.text);
    const { servers, ...document } = JSON.parse(printed.text);
    const { servers: served, ...other } = here.installation.contract.document;
    assert.deepEqual(document, other);
    assert.deepEqual(served, [{ url: here.server.url }]);
  });

  test("tells its settings and shows no secret", async () => {
    const { settings } = here.installation;
    const shown = await say(["check-config"], { ...settings, INSTAGRAM_CLIENT_ID: "my-app", INSTAGRAM_CLIENT_SECRET: "the-apps-secret-4711", REDIS_URL: "redis://me:redis-secret-4711@cache:6380/1" });
    assert.equal(shown.code, 0, shown.text);
    for (const secret of [signingSecret, cronSecret, metricsToken, keys.first.split(":")[1], "the-apps-secret-4711", "redis-secret-4711"]) assert.ok(!shown.text.includes(secret), shown.text);
    if (settings.DATABASE_URL) assert.ok(!shown.text.includes(settings.DATABASE_URL), shown.text);
    assert.match(shown.text, /SESSION_SECRET/);
    assert.match(shown.text, /my-app/);
    assert.ok(shown.text.includes("redis://me:***@cache:6380/1"), shown.text);
  });

  test("refuses settings that cannot be meant", async () => {
    const { settings } = here.installation;
    for (const wrong of [{ PORT: "99999" }, { PORT: "eighty" }, { PUBLIC_URL: "not a url" }, { LOG_LEVEL: "loud" }, { ROSTRUM_ENV: "staging" }, { REDIS_URL: "rediss://cache" }]) {
      const shown = await say(["check-config"], { ...settings, ...wrong });
      assert.equal(shown.code, 2, `${JSON.stringify(wrong)}: ${shown.text}`);
      assert.ok(shown.text.includes(Object.keys(wrong)[0]), shown.text);
    }
    for (const wrong of [{ ENCRYPTION_KEYS: "first:1234" }, { ENCRYPTION_KEYS: "zz" }, { DATABASE_URL: "mysql://x" }, { DATABASE_URL: "postgresql://127.0.0.1:1/none" }]) {
      const shown = await say(["serve"], { ...settings, PORT: "0", ...wrong });
      assert.ok(shown.code === 1 || shown.code === 2, `${JSON.stringify(wrong)}: ${shown.code} ${shown.text}`);
      assert.match(shown.text, /rostrum: /, "in a sentence");
      assert.ok(!shown.text.includes("first:1234"), "and without the secret");
    }
  });

  test("makes nothing up in production", async () => {
    const bare = { DATA_DIR: join(directory, "production"), PORT: "0", ROSTRUM_ENV: "production", PUBLIC_URL: "https://social.example.com" };
    for (const args of [["serve"], ["check-config"]]) {
      const refusal = await say(args, bare);
      assert.equal(refusal.code, 2, refusal.text);
      for (const name of ["ENCRYPTION_KEY", "SESSION_SECRET", "CRON_JOB_SECRET"]) assert.ok(refusal.text.includes(name), refusal.text);
    }
  });

  test("finds nothing to migrate on a database that is up to date", async () => {
    const migrated = await say(["migrate"], here.installation.settings);
    assert.equal(migrated.code, 0, migrated.text);
    assert.match(migrated.text, /nothing to do/);
  });

  test("keeps its files to itself", () => {
    if (here.database.name !== "sqlite") return;
    const mode = statSync(join(here.installation.dataDir, "rostrum.db")).mode & 0o777;
    assert.equal(mode & 0o007, 0, `the database is nobody else's: ${mode.toString(8)}`);
  });

  test("answers garbage with 400 or by closing, and lives on", async () => {
    const { port } = new URL(here.server.url);
    const host = "Host: x\r\n";
    const table = {
      "random bytes": randomBytes(4096),
      zeros: Buffer.alloc(4096),
      "a TLS hello": Buffer.from("16030100c8010000c40303", "hex"),
      "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "no version": `GET /\r\n${host}\r\n`,
      "an odd version": `GET / HTTP/9.9\r\n${host}\r\n`,
      "a header without a colon": `GET / HTTP/1.1\r\n${host}nonsense\r\n\r\n`,
      "a space before the colon": `GET / HTTP/1.1\r\n${host}X : y\r\n\r\n`,
      "a folded header": `GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`,
      "a NUL in a header": `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`,
      "no host": "GET / HTTP/1.1\r\n\r\n",
      "two hosts": `GET / HTTP/1.1\r\n${host}Host: y\r\n\r\n`,
      "two lengths": `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `,
      "a length and chunks": `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      "a negative length": `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
      "a huge length": `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 99999999999999999999\r\n\r\n`,
      "a broken chunk": `POST /api/v1/auth/login HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`,
      "an unknown coding": `POST /api/v1/auth/login HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n{}`,
      "a way out of the path": `GET /../../etc/passwd HTTP/1.1\r\n${host}\r\n`,
      "an encoded way out": `GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${host}\r\n`,
    };
    for (const [what, bytes] of Object.entries(table)) {
      const answer = await answerTo(Number(port), bytes);
      assert.ok(answer === "" || /^HTTP\/1\.[01] (4\d\d|501|505) /.test(answer), `${what}: ${answer.slice(0, 200)}`);
      assert.doesNotMatch(answer, /root:/, what);
    }
    assert.equal(ok(await here.nobody.get("/healthz")).status, "ok");
    await newOwner(here.server);
  });

  test("answers several requests of one connection in their order", async () => {
    const { port } = new URL(here.server.url);
    const get = (path, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    const answer = await answerTo(Number(port), get("/healthz") + get("/api/v1/nothing") + get("/api/v1/auth/me") + get("/healthz", "Connection: close\r\n"));
    assert.deepEqual([...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status), ["200", "404", "401", "200"]);
  });
});
