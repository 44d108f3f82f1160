// Resumable uploads, as tus 1.0.0 has them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import http from "node:http";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { image, ownVideo, sha256, skippedBox, video } from "./support/files.mjs";
import { ok, refused } from "./support/http.mjs";
import { newMember, newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

const path = "/api/v1/media/uploads";
const version = { "tus-resumable": "1.0.0" };
const bytesType = { "content-type": "application/offset+octet-stream" };
const base64 = (text) => Buffer.from(text).toString("base64");
const checksum = (algorithm, bytes) => `${algorithm} ${createHash(algorithm).update(bytes).digest("base64")}`;
const megabyte = 1024 * 1024;

const create = (client, length, { raw, ...headers } = {}) => client.request("POST", path, { raw, headers: { ...version, "upload-length": String(length), ...headers } });
const append = (client, place, offset, bytes, headers = {}) => client.request("PATCH", place, { raw: bytes, headers: { ...version, ...bytesType, "upload-offset": String(offset), ...headers } });
const head = (client, place) => client.request("HEAD", place, { headers: version });

async function begun(client, length, headers) {
  const answer = await create(client, length, headers);
  assert.equal(answer.status, 201, answer.text);
  return answer.headers.location;
}

/** An upload of which only the first bytes are sent; the request stays open until it is closed. */
function unfinished(client, place, offset, bytes, length, more = {}) {
  return new Promise((resolve, reject) => {
    const headers = client.headersFor("PATCH", { ...version, ...bytesType, "upload-offset": String(offset), "content-length": length, ...more });
    const request = http.request(client.server.url + place, { method: "PATCH", agent: false, headers });
    request.on("error", () => {});
    request.on("close", () => {});
    request.write(bytes, (error) => (error ? reject(error) : resolve(request)));
  });
}

onEachDatabase("resumable uploads", (here) => {
  let known;
  const owner = async () => (known ??= await newOwner(here.server, "Tus"));
  const parts = () => readdirSync(join(here.installation.dataDir, "media", "incoming"));

  test("the server says what it can do", async () => {
    const answer = await here.nobody.request("OPTIONS", path);
    assert.equal(answer.status, 204);
    assert.equal(answer.headers["tus-version"], "1.0.0");
    assert.equal(answer.headers["tus-extension"], "creation,creation-with-upload,termination,checksum,expiration");
    assert.equal(answer.headers["tus-checksum-algorithm"], "sha1,sha256");
    assert.equal(answer.headers["tus-max-size"], String(64 * megabyte));
  });

  test("a file comes in parts, and becomes media with the last one", async () => {
    const client = await owner();
    const bytes = ownVideo();
    const made = await create(client, bytes.length, { "upload-metadata": `filename ${base64("Käfer.mp4")},filetype ${base64("video/mp4")}` });
    assert.equal(made.status, 201, made.text);
    const place = made.headers.location;
    assert.match(place, /^\/api\/v1\/media\/uploads\/[0-9a-f-]{36}$/);
    assert.ok(new Date(made.headers["upload-expires"]) > new Date());
    for (const [from, to] of [[0, 3], [3, 5000], [5000, bytes.length - 1]]) {
      const answer = await append(client, place, from, bytes.subarray(from, to));
      assert.equal(answer.status, 204, answer.text);
      assert.equal(answer.headers["upload-offset"], String(to));
      assert.equal(answer.headers["tus-resumable"], "1.0.0");
      assert.equal(answer.headers["upload-media-id"], undefined);
      const told = await head(client, place);
      assert.deepEqual([told.status, told.headers["upload-offset"], told.headers["upload-length"], told.headers["cache-control"]], [200, String(to), String(bytes.length), "no-store"]);
    }
    const last = await append(client, place, bytes.length - 1, bytes.subarray(-1));
    assert.equal(last.status, 204);
    const id = last.headers["upload-media-id"];
    const media = ok(await client.get(`/api/v1/media/${id}`));
    assert.deepEqual([media.sha256, media.filename, media.durationMs], [sha256(bytes), "Käfer.mp4", 1000]);
    const state = ok(await client.get(place));
    assert.deepEqual([state.mediaId, state.offset, state.length], [id, bytes.length, bytes.length]);
    assert.equal((await head(client, place)).headers["upload-media-id"], id);
    refused(await append(client, place, bytes.length, Buffer.alloc(0)), 409, "conflict");
    assert.deepEqual(parts(), []);
  });

  test("the first part may come with the creation", async () => {
    const client = await owner();
    const bytes = image("png");
    const whole = await create(client, bytes.length, { raw: bytes, ...bytesType });
    assert.equal(whole.status, 201, whole.text);
    assert.equal(whole.headers["upload-offset"], String(bytes.length));
    ok(await client.get(`/api/v1/media/${whole.headers["upload-media-id"]}`));
    const half = await create(client, bytes.length, { raw: bytes.subarray(0, 10), ...bytesType });
    assert.equal(half.headers["upload-offset"], "10");
    assert.equal((await append(client, half.headers.location, 10, bytes.subarray(10))).status, 204);
  });

  test("what is wrong with a request is told by its status", async () => {
    const client = await owner();
    const place = await begun(client, 100);
    const unknown = `${path}/01a1fb59-5e7b-7545-9014-5b7a2014778f`;
    const table = [
      ["no length", () => client.request("POST", path, { headers: version }), 422],
      ["no bytes at all", () => create(client, 0), 422],
      ["a length that is none", () => create(client, "1e3"), 422],
      ["more than is taken", () => create(client, 64 * megabyte + 1), 413],
      ["a type that is not taken", () => create(client, 10, { "upload-metadata": `filetype ${base64("text/html")}` }), 415],
      ["metadata that are none", () => create(client, 10, { "upload-metadata": "filename ???" }), 422],
      ["another version", () => create(client, 10, { "tus-resumable": "0.2.2" }), 412],
      ["no version", () => client.request("PATCH", place, { raw: "x", headers: { ...bytesType, "upload-offset": "0" } }), 412],
      ["another content type", () => append(client, place, 0, "x", { "content-type": "application/octet-stream" }), 415],
      ["no offset", () => client.request("PATCH", place, { raw: "x", headers: { ...version, ...bytesType } }), 422],
      ["another offset", () => append(client, place, 7, "x"), 409],
      ["more than was announced", () => append(client, place, 0, Buffer.alloc(101, "x")), 413],
      ["an unknown algorithm", () => append(client, place, 0, "x", { "upload-checksum": "md5 1B2M2Y8AsgTpgAmY7PhCfg==" }), 400],
      ["an unknown upload", () => append(client, unknown, 0, "x"), 404],
      ["an unknown upload looked at", () => client.get(unknown), 404],
      ["an unknown upload removed", () => client.delete(unknown, { headers: version }), 404],
      ["no upload at all", () => client.get(`${path}/x`), 404],
    ];
    for (const [reason, request, status] of table) {
      const answer = await request();
      assert.equal(answer.status, status, `${reason}: ${answer.text}`);
      assert.equal(answer.headers["tus-resumable"], "1.0.0", reason);
      assert.ok(answer.json.error.message, reason);
    }
    assert.equal((await head(client, place)).headers["upload-offset"], "0");
    assert.equal((await client.delete(place, { headers: version })).status, 204);
    refused(await client.get(place), 404, "not_found");
    refused(await append(client, place, 0, "x"), 404, "not_found");
    assert.deepEqual(parts(), []);
  });

  test("a part with a wrong checksum leaves nothing", async () => {
    const client = await owner();
    const bytes = ownVideo();
    const place = await begun(client, bytes.length);
    for (const algorithm of ["sha1", "sha256"]) {
      const wrong = await append(client, place, 0, bytes.subarray(0, 9000), { "upload-checksum": checksum(algorithm, "something else") });
      assert.equal(wrong.status, 460, wrong.text);
      assert.equal((await head(client, place)).headers["upload-offset"], "0");
    }
    assert.equal((await append(client, place, 0, bytes.subarray(0, 9000), { "upload-checksum": checksum("sha1", bytes.subarray(0, 9000)) })).status, 204);
    const broken = await unfinished(client, place, 9000, bytes.subarray(9000, 9100), 500, { "upload-checksum": checksum("sha1", bytes.subarray(9000, 9500)) });
    broken.destroy();
    await until("the upload is free", async () => (await append(client, place, 0, "")).status === 409);
    assert.equal((await head(client, place)).headers["upload-offset"], "9000", "half a part cannot be checked");
    const last = await append(client, place, 9000, bytes.subarray(9000), { "upload-checksum": checksum("sha256", bytes.subarray(9000)) });
    assert.equal(last.status, 204, last.text);
    assert.equal(ok(await client.get(`/api/v1/media/${last.headers["upload-media-id"]}`)).sha256, sha256(bytes));
    assert.deepEqual(parts(), []);
  });

  test("what is of no use is refused as soon as that shows, and is gone", async () => {
    const client = await owner();
    const html = Buffer.from("<html>".padEnd(10_000, "x"));
    const place = await begun(client, 1_000_000, { "upload-metadata": `filename ${base64("a.mp4")},filetype ${base64("video/mp4")}` });
    refused(await append(client, place, 0, html), 415, "unsupported_media_type");
    refused(await client.get(place), 404, "not_found");
    const large = await begun(client, 3 * megabyte);
    refused(await append(client, large, 0, Buffer.concat([image("png"), Buffer.alloc(9000)])), 413, "payload_too_large");
    refused(await client.get(large), 404, "not_found");
    const damaged = video().subarray(0, -500);
    const cut = await begun(client, damaged.length);
    refused(await append(client, cut, 0, damaged), 422, "validation_failed");
    refused(await client.get(cut), 404, "not_found");
    assert.deepEqual(parts(), []);
  });

  test("a client that goes away keeps what it sent", async () => {
    const client = await owner();
    const bytes = Buffer.concat([video(), skippedBox(2 * megabyte), Buffer.alloc(2 * megabyte - 24)]);
    const place = await begun(client, bytes.length);
    const request = await unfinished(client, place, 0, bytes.subarray(0, megabyte), bytes.length);
    await until("some of it is there", async () => Number((await head(client, place)).headers["upload-offset"]) > 500_000);
    request.destroy();
    let offset;
    const last = await until("the upload goes on", async () => {
      offset = Number((await head(client, place)).headers["upload-offset"]);
      const answer = await append(client, place, offset, bytes.subarray(offset));
      return answer.status === 204 && answer;
    });
    assert.ok(offset > 500_000 && offset <= megabyte, String(offset));
    assert.equal(ok(await client.get(`/api/v1/media/${last.headers["upload-media-id"]}`)).sha256, sha256(bytes));
  });

  test("of two requests for one upload one wins", async () => {
    const client = await owner();
    const bytes = Buffer.concat([video(), skippedBox(200_000), Buffer.alloc(200_000 - 24)]);
    const place = await begun(client, bytes.length);
    const first = await unfinished(client, place, 0, bytes.subarray(0, 100_000), bytes.length);
    await until("the first one is at it", async () => (await head(client, place)).headers["upload-offset"] !== "0");
    refused(await append(client, place, 0, bytes), 423, "conflict");
    refused(await client.delete(place, { headers: version }), 423, "conflict");
    const ended = new Promise((resolve) => first.on("response", (response) => resolve(response)));
    first.end(bytes.subarray(100_000));
    const answer = await ended;
    answer.resume();
    assert.equal(answer.statusCode, 204);
    assert.equal(ok(await client.get(`/api/v1/media/${answer.headers["upload-media-id"]}`)).sha256, sha256(bytes));
  });

  test("an upload goes on after the server was killed", async () => {
    const client = await owner();
    const bytes = Buffer.concat([video(), skippedBox(4 * megabyte), Buffer.alloc(4 * megabyte - 24)]);
    const place = await begun(client, bytes.length, { "upload-metadata": `filename ${base64("long.mp4")}` });
    assert.equal((await append(client, place, 0, bytes.subarray(0, 1000))).status, 204);
    let offset = 1000;
    for (let round = 0; round < 3; round += 1) {
      const request = await unfinished(client, place, offset, bytes.subarray(offset, offset + megabyte), bytes.length - offset);
      await until("some of it is there", async () => Number((await head(client, place)).headers["upload-offset"]) > offset);
      await here.server.kill();
      request.destroy();
      here.server = await here.installation.start();
      client.server = here.server;
      here.nobody.server = here.server;
      const told = await head(client, place);
      assert.equal(told.status, 200);
      const reached = Number(told.headers["upload-offset"]);
      assert.ok(reached > offset && reached <= offset + megabyte, `${offset} ${reached}`);
      offset = reached;
    }
    const last = await append(client, place, offset, bytes.subarray(offset));
    assert.equal(last.status, 204, last.text);
    const media = ok(await client.get(`/api/v1/media/${last.headers["upload-media-id"]}`));
    assert.deepEqual([media.sha256, media.filename], [sha256(bytes), "long.mp4"]);
    const served = await here.nobody.get(new URL(media.url).pathname);
    assert.ok(served.bytes.equals(bytes));
  });

  test("an upload is its workspace's, and its editors'", async () => {
    const client = await owner();
    const place = await begun(client, 10);
    const stranger = await newOwner(here.server, "Stranger");
    refused(await stranger.get(place), 404, "not_found");
    refused(await append(stranger, place, 0, "x"), 404, "not_found");
    refused(await stranger.delete(place, { headers: version }), 404, "not_found");
    const viewer = await newMember(client, "viewer");
    refused(await append(viewer, place, 0, "x"), 403, "forbidden");
    refused(await create(viewer, 10), 403, "forbidden");
    refused(await create(here.nobody, 10), 401, "unauthenticated");
    assert.equal((await client.delete(place, { headers: version })).status, 204);
  });

  test("a workspace has so many uploads open at a time", async () => {
    const client = await newOwner(here.server, "Many");
    for (let i = 0; i < 100; i += 1) await begun(client, 10);
    refused(await create(client, 10), 409, "conflict");
    assert.ok(await begun(await owner(), 10), "others are not held up");
  });
}, { settings: { MEDIA_IMAGE_MAX_MB: "2", MEDIA_DOCUMENT_MAX_MB: "3", MEDIA_VIDEO_MAX_MB: "64" } });
