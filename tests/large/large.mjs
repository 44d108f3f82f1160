// A video of two gigabytes, uploaded by tus while the connection is cut and the server is killed, and published to platforms that
// take it in parts. Ends with a table; the exit status says whether the bytes arrived as they were and memory stayed flat.
//
//   tools/with-services -- node tests/large/large.mjs [--megabytes 2048] [--cuts 5] [--kills 2] [--on sqlite|postgresql]
//
// ROSTRUM_BIN names the server's binary; the limit of memory is meant for a release build.
import { createHash, randomBytes } from "node:crypto";
import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { send } from "../integration/support/http.mjs";
import { makeFiles } from "../chaos/load.mjs";
import { skippedBox } from "../integration/support/files.mjs";
import { until } from "../integration/support/wait.mjs";
import { makeWorkspaces, signIn } from "../soak/accounts.mjs";
import { Cluster } from "../soak/cluster.mjs";

const megabyte = 1024 * 1024;
const residentMax = 100 * megabyte;
const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "2048" },
    cuts: { type: "string", default: "5" },
    kills: { type: "string", default: "2" },
    on: { type: "string", default: "sqlite" },
  },
});
const wanted = { bytes: Number(values.megabytes) * megabyte, cuts: Number(values.cuts), kills: Number(values.kills) };
const began = Date.now();
const say = (text) => console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s] ${text}`);
/** Where the video goes. */
const places = [
  { platform: "youtube", account: "adabakesbread", options: { privacyStatus: "public", madeForKids: false } },
  { platform: "tiktok", account: "ada.loafs", options: { privacyLevel: "PUBLIC_TO_EVERYONE" } },
];

/** A playable video with a box behind it that players skip, full of noise. */
function makeVideo(directory, file) {
  const head = makeFiles(directory).video.bytes;
  const hash = createHash("sha256");
  const out = openSync(file, "w");
  const write = (bytes) => {
    writeSync(out, bytes);
    hash.update(bytes);
  };
  write(head);
  write(skippedBox(wanted.bytes - head.length));
  let left = wanted.bytes - head.length - 24;
  const noise = randomBytes(8 * megabyte);
  while (left > 0) {
    noise.writeUInt32LE(left >>> 0, 0);
    write(noise.subarray(0, Math.min(left, noise.length)));
    left -= noise.length;
  }
  closeSync(out);
  return hash.digest("hex");
}

/** The largest that the server's process has been so far, in bytes. */
function peak(pid) {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
  } catch {
    return 0;
  }
}

class Large {
  peaks = [];

  async open() {
    this.directory = mkdtempSync(join(tmpdir(), "rostrum-large."));
    this.file = join(this.directory, "video.mp4");
    this.sha256 = makeVideo(this.directory, this.file);
    this.cluster = await Cluster.create(1, { on: values.on });
    this.node = this.cluster.nodes[0];
    [this.token] = await makeWorkspaces(this.node, 1);
    for (const { platform, account } of places) await signIn(this.cluster.nodes, this.cluster, this.token, { platform, account, wanted: 1 });
    const { data } = await this.ask("GET", "/api/v1/connections?limit=100");
    this.connections = data;
    await until("the first syncs are done", async () => (await this.ask("GET", "/api/v1/connections?limit=100")).data.every((one) => one.lastSyncedAt));
    say(`the server is up on ${values.on}; ${statSync(this.file).size / megabyte} MB to upload`);
  }

  async ask(method, path, { body, headers = {} } = {}) {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const answer = await send(this.node.url + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(payload ? { "content-type": "application/json", "content-length": Buffer.byteLength(payload) } : {}), ...headers },
      body: payload,
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return answer.json ?? answer;
  }

  notePeak() {
    this.peaks.push(peak(this.node.child.pid));
  }

  async killAndStart() {
    this.notePeak();
    await this.cluster.kill(this.node);
    await this.node.start();
  }

  /** Sends from `offset` on; the connection is cut at `stop`, when that comes before the end. Resolves when it is over either way. */
  patch(location, offset, stop) {
    return new Promise((resolve) => {
      const request = http.request(location, {
        method: "PATCH",
        headers: { authorization: `Bearer ${this.token}`, "tus-resumable": "1.0.0", "upload-offset": String(offset), "content-type": "application/offset+octet-stream", "content-length": String(wanted.bytes - offset) },
      });
      let sent = offset;
      const file = createReadStream(this.file, { start: offset, highWaterMark: megabyte });
      const end = (answer) => {
        file.destroy();
        resolve(answer);
      };
      request.on("error", () => end(null));
      request.on("response", (response) => {
        response.resume();
        response.on("end", () => end(response));
      });
      file.on("data", (bytes) => {
        if (sent >= stop) return request.destroy();
        sent += bytes.length;
        if (!request.write(bytes)) {
          file.pause();
          request.once("drain", () => file.resume());
        }
      });
      file.on("end", () => request.end());
    });
  }

  async upload() {
    const made = await send(`${this.node.url}/api/v1/media/uploads`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "tus-resumable": "1.0.0", "upload-length": String(wanted.bytes), "upload-metadata": `filename ${Buffer.from("large.mp4").toString("base64")},filetype ${Buffer.from("video/mp4").toString("base64")}` },
    });
    if (made.status !== 201) throw new Error(`creation: ${made.status} ${made.text}`);
    const location = new URL(made.headers.location, this.node.url).href;
    const breaks = wanted.cuts + wanted.kills;
    let done;
    for (let i = 0; i <= breaks; i += 1) {
      const head = await send(location, { method: "HEAD", headers: { authorization: `Bearer ${this.token}`, "tus-resumable": "1.0.0" } });
      const offset = Number(head.headers["upload-offset"]);
      const stop = i === breaks ? Infinity : ((i + 1) * wanted.bytes) / (breaks + 1);
      const kill = i < breaks && i % 3 === 1 && (this.killed ?? 0) < wanted.kills;
      const going = this.patch(location, offset, kill ? Infinity : stop);
      if (kill) {
        await until("enough has arrived", async () => {
          const at = await send(location, { method: "HEAD", headers: { authorization: `Bearer ${this.token}`, "tus-resumable": "1.0.0" } });
          return at.status !== 200 || Number(at.headers["upload-offset"]) > offset + megabyte || false;
        }, { seconds: 5 }).catch(() => {});
        await pause(500);
        await this.killAndStart();
        this.killed = (this.killed ?? 0) + 1;
      }
      done = await going;
      say(`${kill ? "killed" : done ? `answered ${done.statusCode}` : "cut"} after ${Math.round(offset / megabyte)} MB were there before`);
    }
    if (done?.statusCode !== 204) throw new Error(`the upload ended with ${done?.statusCode}`);
    this.media = await this.ask("GET", `/api/v1/media/${done.headers["upload-media-id"]}`);
    say(`uploaded, SHA-256 ${this.media.sha256 === this.sha256 ? "as it was" : "DIFFERS"}`);
  }

  async publish() {
    const targets = this.connections.map(({ id, platform }) => ({ connectionId: id, options: places.find((one) => one.platform === platform).options }));
    const post = await this.ask("POST", "/api/v1/posts", { body: { content: "a large video", title: "Large", mediaIds: [this.media.id], publishNow: true, targets } });
    await pause(3_000);
    await this.killAndStart();
    let now;
    let quiet = Date.now();
    let seen;
    await until("it is published", async () => {
      await pause(500);
      now = await this.ask("GET", `/api/v1/posts/${post.id}`);
      const text = JSON.stringify(now.targets.map(({ status, nextTryAt }) => [status, nextTryAt]));
      if (text !== seen) [seen, quiet] = [text, Date.now()];
      // What waits for a request that the dead server may have sent waits for minutes: time is moved.
      const { underWay } = await this.cluster.sandbox.control("GET", "clock");
      if (underWay === 0 && Date.now() - quiet > 3_000) {
        this.cluster.clock.advance(60_000);
        quiet = Date.now();
      }
      return now.targets.every(({ status }) => ["published", "failed", "needs_attention"].includes(status));
    }, { seconds: 1_800, show: () => now });
    this.targets = now.targets;
    this.notePeak();
  }

  async report() {
    const published = (await this.cluster.sandbox.control("GET", "published")).data;
    const found = [];
    if (this.media.sha256 !== this.sha256) found.push("the bytes here are not those that were sent");
    for (const { platform, status, permalink, error } of this.targets) {
      const live = published.filter((one) => one.platform === platform);
      const same = live.length === 1 && live[0].media[0].sha256 === this.sha256 && live[0].media[0].bytes === wanted.bytes;
      console.log(`${platform.padEnd(8)} ${status}, ${live.length} live, bytes ${same ? "equal" : "DIFFER"} ${permalink ?? ""} ${error ? JSON.stringify(error) : ""}`);
      if (!same || status !== "published") found.push(`${platform}: not published once with the same bytes`);
    }
    const most = Math.max(...this.peaks);
    console.log(`${wanted.bytes / megabyte} MB, ${wanted.cuts} cuts, ${wanted.kills} kills while uploading and 1 while publishing; resident memory at most ${Math.round(most / megabyte)} MB; ${Math.round((Date.now() - began) / 1000)} s`);
    if (most > residentMax) found.push(`resident memory was ${Math.round(most / megabyte)} MB`);
    return found;
  }
}

const large = new Large();
let found = ["it did not come to its end"];
try {
  await large.open();
  await large.upload();
  await large.publish();
  found = await large.report();
} catch (error) {
  console.error(error);
}
for (const fault of found) console.log(`FAULT: ${fault}`);
console.log(found.length === 0 ? "large: passed" : "large: failed");
await large.cluster?.close({ keep: found.length > 0 });
if (found.length > 0) console.log(`logs are kept in ${large.cluster?.directory}`);
if (large.directory) rmSync(large.directory, { recursive: true, force: true });
process.exitCode = found.length === 0 ? 0 : 1;
