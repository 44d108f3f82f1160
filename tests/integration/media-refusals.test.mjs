// Files that are refused, and what that leaves behind: nothing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bare, form, image } from "./support/files.mjs";
import { ok, refused } from "./support/http.mjs";
import { newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";

const uploads = "/api/v1/media/uploads";
const base64 = (text) => Buffer.from(text).toString("base64");
const openUploads = 100;

onEachDatabase("media that are refused", (here) => {
  let known;
  const owner = async () => (known ??= await newOwner(here.server, "Rita"));
  const parts = () => readdirSync(join(here.installation.dataDir, "media", "incoming"));
  const create = (client, length, raw, headers = {}) =>
    client.request("POST", uploads, { raw, headers: { "tus-resumable": "1.0.0", "upload-length": String(length), ...(raw && { "content-type": "application/offset+octet-stream" }), ...headers } });

  test("a creation that fails with its bytes leaves no upload behind", async () => {
    const client = await owner();
    const bytes = image("png");
    const wrong = { "upload-checksum": `sha1 ${createHash("sha1").update("something else").digest("base64")}` };
    for (let i = 0; i <= openUploads; i += 1) {
      const answer = await create(client, bytes.length, bytes, wrong);
      assert.equal(answer.status, 460, answer.text);
      assert.equal(answer.headers.location, undefined);
    }
    for (let i = 0; i <= openUploads; i += 1) {
      const answer = await create(client, bytes.length - 1, bytes);
      assert.equal(answer.status, 413, answer.text);
    }
    assert.deepEqual(parts(), []);
    const right = await create(client, bytes.length, bytes, { "upload-checksum": `sha1 ${createHash("sha1").update(bytes).digest("base64")}` });
    assert.equal(right.status, 201, right.text);
    ok(await client.get(`/api/v1/media/${right.headers["upload-media-id"]}`));
  });

  test("a NUL character is refused in every text of a file", async () => {
    const client = await owner();
    const png = image("png");
    const fields = async (request) => refused(await request, 422, "validation_failed").details.map((detail) => detail.field);
    assert.deepEqual(await fields(client.request("POST", "/api/v1/media", form(png, { fields: { altText: "a\0b" } }))), ["altText"]);
    for (const query of ["?altText=a%00b", "?filename=a%00b.png"]) refused(await bare(client, png, { query }), 400, "validation_failed");
    assert.deepEqual(await fields(create(client, png.length, undefined, { "upload-metadata": `filename ${base64("a\0b.png")}` })), ["Upload-Metadata"]);
    assert.deepEqual(parts(), []);
  });

  test("a PNG whose header is damaged is refused", async () => {
    const client = await owner();
    const damaged = Buffer.from(image("png"));
    damaged.writeUInt32BE(60_000, 16);
    damaged.writeUInt32BE(60_000, 20);
    const error = refused(await bare(client, damaged), 422, "validation_failed");
    assert.deepEqual(error.details.map((detail) => detail.field), ["file"]);
    assert.deepEqual(parts(), []);
  });
});
