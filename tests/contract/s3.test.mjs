// Uploaded files in a bucket: a service and a client of S3 that others wrote.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import S3rver from "s3rver";
import { SigningProxy } from "./support/signing-proxy.mjs";
import { bare, image, ownVideo, sha256, skippedBox, video } from "../integration/support/files.mjs";
import { ok, refused } from "../integration/support/http.mjs";
import { newOwner } from "../integration/support/people.mjs";
import { freePort } from "../integration/support/ports.mjs";
import { onEachDatabase } from "../integration/support/suite.mjs";

const megabyte = 1024 * 1024;
const bucket = "media-of-tests";
const directory = mkdtempSync(join(tmpdir(), "rostrum-s3."));
const port = await freePort();
const service = () => new S3rver({ address: "127.0.0.1", port, silent: true, directory, configureBuckets: [{ name: bucket }] });
let running = service();
await running.run();
const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
// The service itself checks no signatures of version 4.
const proxy = await SigningProxy.start({ port, credentials, region: "us-east-1" });
const s3 = new S3Client({ endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", forcePathStyle: true, credentials });
after(async () => {
  s3.destroy();
  await proxy.close();
  await running.close();
  rmSync(directory, { recursive: true, force: true });
});

const settings = {
  S3_ENDPOINT: proxy.url,
  S3_BUCKET: bucket,
  S3_ACCESS_KEY_ID: credentials.accessKeyId,
  S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  S3_PATH_STYLE: "true",
};

const keys = async () => ((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key);
const stored = async (key) => Buffer.from(await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body.transformToByteArray());

onEachDatabase("media in S3", (here) => {
  let known;
  const owner = async () => (known ??= await newOwner(here.server, "Bucket"));
  const spool = () => readdirSync(join(here.installation.dataDir, "media", "incoming"));
  const read = (media, headers = {}) => here.nobody.get(new URL(media.url).pathname, { headers });

  test("a small file is stored unchanged, and read by ranges", async () => {
    const bytes = image("png");
    const media = ok(await bare(await owner(), bytes), 201);
    const [key] = await keys();
    assert.match(key, /^[0-9a-f]{2}\/[0-9a-f-]{36}$/);
    assert.ok((await stored(key)).equals(bytes));
    assert.ok((await read(media)).bytes.equals(bytes));
    const part = await read(media, { range: "bytes=10-19" });
    assert.equal(part.status, 206);
    assert.ok(part.bytes.equals(bytes.subarray(10, 20)));
    assert.deepEqual(spool(), []);
    assert.ok(proxy.checked >= 3, "every request was signed as AWS signs it");
    assert.equal((await (await owner()).delete(`/api/v1/media/${media.id}`)).status, 204);
    assert.deepEqual(await keys(), []);
  });

  test("a large file is stored in parts, unchanged", async () => {
    const client = await owner();
    const size = 20 * megabyte;
    const bytes = Buffer.concat([video(), skippedBox(size - video().length), Buffer.alloc(size - video().length - 24, "z")]);
    const media = ok(await bare(client, bytes), 201);
    const [key] = await keys();
    assert.equal(sha256(await stored(key)), sha256(bytes));
    const served = await read(media);
    assert.equal(served.headers["content-length"], String(size));
    assert.equal(sha256(served.bytes), sha256(bytes));
    const across = await read(media, { range: `bytes=${16 * megabyte - 5}-${16 * megabyte + 4}` });
    assert.ok(across.bytes.equals(bytes.subarray(16 * megabyte - 5, 16 * megabyte + 5)));
    assert.equal((await client.delete(`/api/v1/media/${media.id}`)).status, 204);
    assert.deepEqual(await keys(), []);
  });

  test("a resumable upload ends in the bucket", async () => {
    const client = await owner();
    const bytes = ownVideo();
    const version = { "tus-resumable": "1.0.0" };
    const made = await client.request("POST", "/api/v1/media/uploads", { headers: { ...version, "upload-length": String(bytes.length) } });
    const sent = await client.request("PATCH", made.headers.location, { raw: bytes, headers: { ...version, "content-type": "application/offset+octet-stream", "upload-offset": "0" } });
    assert.equal(sent.status, 204, sent.text);
    const [key] = await keys();
    assert.ok((await stored(key)).equals(bytes));
    assert.deepEqual(spool(), []);
    assert.equal((await client.delete(`/api/v1/media/${sent.headers["upload-media-id"]}`)).status, 204);
  });

  test("while the service is away nothing is taken, and afterwards it goes on", async () => {
    const client = await owner();
    await running.close();
    refused(await bare(client, ownVideo()), 500, "server_error");
    assert.deepEqual(spool(), []);
    assert.deepEqual(ok(await client.get("/api/v1/media")).data, []);
    running = service();
    await running.run();
    const media = ok(await bare(client, ownVideo()), 201);
    assert.equal((await client.delete(`/api/v1/media/${media.id}`)).status, 204);
    assert.deepEqual(await keys(), []);
  });
}, { only: "sqlite", settings, allowedErrors: [/S3 cannot be reached/] });

onEachDatabase("media in S3 with a wrong key", (here) => {
  test("are refused, and the log says why", async () => {
    const client = await newOwner(here.server, "Locked");
    refused(await bare(client, image("png")), 500, "server_error");
    assert.match(here.installation.logText(), /S3 answered 403 SignatureDoesNotMatch/);
    assert.deepEqual(readdirSync(join(here.installation.dataDir, "media", "incoming")), []);
  });
}, { only: "sqlite", settings: { ...settings, S3_SECRET_ACCESS_KEY: "another" }, allowedErrors: [/S3 answered 403/] });
