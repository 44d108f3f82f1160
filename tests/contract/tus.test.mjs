// Our resumable uploads as `tus-js-client` understands them.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as tus from "tus-js-client";
import { sha256, skippedBox, video } from "../integration/support/files.mjs";
import { ok } from "../integration/support/http.mjs";
import { newOwner } from "../integration/support/people.mjs";
import { onEachDatabase } from "../integration/support/suite.mjs";
import { failure } from "./support/suite.mjs";

const megabyte = 1024 * 1024;

/** A video of this size. */
const sized = (bytes) => Buffer.concat([video(), skippedBox(bytes - video().length), Buffer.alloc(bytes - video().length - 24)]);

onEachDatabase("tus-js-client", (here) => {
  let known;
  const owner = async () => (known ??= await newOwner(here.server, "Client"));

  /** An upload that is ready to start; `ended` resolves when it is done. */
  function prepared(client, bytes, options = {}) {
    const one = { bytesAccepted: 0 };
    one.ended = new Promise((resolve, reject) => {
      one.upload = new tus.Upload(bytes, {
        endpoint: `${here.server.url}/api/v1/media/uploads`,
        headers: { Authorization: `Bearer ${client.token}` },
        metadata: { filename: "Straße.mp4", filetype: "video/mp4" },
        retryDelays: null,
        onSuccess: ({ lastResponse }) => resolve(lastResponse),
        onError: reject,
        onChunkComplete: (_, accepted) => (one.bytesAccepted = accepted),
        ...options,
      });
    });
    return one;
  }

  async function uploaded(client, one, bytes) {
    const mediaId = (await one.ended).getHeader("Upload-Media-Id");
    const media = ok(await client.get(`/api/v1/media/${mediaId}`));
    assert.equal(media.sha256, sha256(bytes));
    return media;
  }

  test("uploads a file in one request", async () => {
    const client = await owner();
    const bytes = sized(megabyte);
    const one = prepared(client, bytes);
    one.upload.start();
    const media = await uploaded(client, one, bytes);
    assert.equal(media.filename, "Straße.mp4");
  });

  test("uploads in chunks, and with the data in the creation", async () => {
    const client = await owner();
    const bytes = sized(megabyte + 17);
    for (const options of [{ chunkSize: 300_000 }, { uploadDataDuringCreation: true }, { uploadDataDuringCreation: true, chunkSize: 500_000 }]) {
      const one = prepared(client, bytes, options);
      one.upload.start();
      await uploaded(client, one, bytes);
    }
  });

  test("goes on after it was aborted", async () => {
    const client = await owner();
    const bytes = sized(3 * megabyte);
    const first = prepared(client, bytes, { chunkSize: megabyte });
    await new Promise((resolve) => {
      first.upload.options.onChunkComplete = () => first.upload.abort().then(resolve);
      first.upload.start();
    });
    assert.match(first.upload.url, /\/api\/v1\/media\/uploads\/[0-9a-f-]{36}$/);
    const offsets = [];
    const second = prepared(client, bytes, { uploadUrl: first.upload.url, onProgress: (sent) => offsets.push(sent) });
    second.upload.start();
    await uploaded(client, second, bytes);
    assert.ok(offsets[0] >= megabyte, "it began where the first one was aborted");
  });

  test("goes on by itself after the server was killed", async () => {
    const client = await owner();
    const bytes = sized(3 * megabyte);
    let killed;
    const one = prepared(client, bytes, { chunkSize: megabyte, retryDelays: [500, 2000, 2000, 2000, 2000, 5000] });
    one.upload.options.onChunkComplete = () => {
      killed ??= here.server.kill().then(async () => {
        here.server = await here.installation.start();
        client.server = here.server;
      });
    };
    one.upload.start();
    await uploaded(client, one, bytes);
    await killed;
  });

  test("terminates what it began", async () => {
    const client = await owner();
    const one = prepared(client, sized(2 * megabyte), { chunkSize: megabyte });
    await new Promise((resolve) => {
      one.upload.options.onChunkComplete = () => one.upload.abort(true).then(resolve);
      one.upload.start();
    });
    const path = new URL(one.upload.url, here.server.url).pathname;
    assert.equal((await client.get(path)).status, 404);
  });

  test("begins anew when an upload is gone", async () => {
    const client = await owner();
    const bytes = sized(megabyte);
    const one = prepared(client, bytes, { uploadUrl: `${here.server.url}/api/v1/media/uploads/01a1fb59-5e7b-7545-9014-5b7a2014778f` });
    one.upload.start();
    await uploaded(client, one, bytes);
  });

  test("is told what is wrong with a file", async () => {
    const client = await owner();
    const html = Buffer.from("<html>".padEnd(10_000, "x"));
    const one = prepared(client, html);
    one.upload.start();
    const error = await failure(one.ended);
    assert.ok(error instanceof tus.DetailedError);
    assert.equal(error.originalResponse.getStatus(), 415);
    assert.equal(JSON.parse(error.originalResponse.getBody()).error.code, "unsupported_media_type");
  });
}, { only: "sqlite" });
