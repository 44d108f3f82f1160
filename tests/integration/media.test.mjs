// Uploaded files: what is taken, what is told of it, and who may read it.
import assert from "node:assert/strict";
import http from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventsOf } from "./support/feed.mjs";
import { archive, bare, docx, form, image, movingGif, ownVideo, pdf, pptx, sha256, silentVideo, skippedBox, turnedVideo, video } from "./support/files.mjs";
import { everything, ok, refused } from "./support/http.mjs";
import { inBrowser, newMember, newOwner } from "./support/people.mjs";
import { onEachDatabase } from "./support/suite.mjs";
import { until } from "./support/wait.mjs";

const megabyte = 1024 * 1024;

/** All files below a folder. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

onEachDatabase("media", (here) => {
  let known;
  const owner = async () => (known ??= await newOwner(here.server, "Media"));
  const folder = () => join(here.installation.dataDir, "media");
  const spool = () => readdirSync(join(folder(), "incoming"));
  const read = (media, headers = {}, method = "GET") => here.nobody.request(method, new URL(media.url).pathname, { headers });

  test("an image comes as a form, and what it is told", async () => {
    const client = await owner();
    const bytes = image("png");
    const media = ok(await client.request("POST", "/api/v1/media", form(bytes, { name: "Müller & Söhne.png", fields: { altText: "Ein Testbild" } })), 201);
    assert.equal(media.kind, "image");
    assert.equal(media.mime, "image/png");
    assert.equal(media.bytes, bytes.length);
    assert.deepEqual([media.width, media.height, media.durationMs], [64, 48, null]);
    assert.equal(media.sha256, sha256(bytes));
    assert.equal(media.filename, "Müller & Söhne.png");
    assert.equal(media.altText, "Ein Testbild");
    assert.ok(media.url.startsWith(`${here.server.url}/media/${media.id}/`), media.url);
    assert.deepEqual(ok(await client.get(`/api/v1/media/${media.id}`)), media);
    const answer = await read(media);
    assert.equal(answer.status, 200);
    assert.ok(answer.bytes.equals(bytes));
    assert.equal(answer.headers["content-type"], "image/png");
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    assert.match(answer.headers["content-disposition"], /^inline; filename="M__ller & S__hne\.png"; filename\*=UTF-8''M%C3%BCller/);
  });

  test("every type that is taken is told by its content", async () => {
    const client = await owner();
    const table = [
      [image("jpg"), "image", "image/jpeg", { width: 64, height: 48 }],
      [image("gif"), "image", "image/gif", { width: 64, height: 48, durationMs: null }],
      [movingGif(), "image", "image/gif", { width: 32, height: 32, durationMs: 1000 }],
      [image("webp"), "image", "image/webp", { width: 64, height: 48 }],
      [video("mp4"), "video", "video/mp4", { width: 64, height: 48, durationMs: 1000, videoCodec: "h264", audioCodec: "aac", hasAudio: true, frameRate: 10, container: "mp4", pixelFormat: "yuv420p" }],
      [silentVideo(), "video", "video/mp4", { hasAudio: false, audioCodec: null }],
      [turnedVideo(), "video", "video/quicktime", { width: 48, height: 64, container: "mov" }],
      [video("webm"), "video", "video/webm", { width: 64, height: 48, videoCodec: "vp9", hasAudio: true, container: "webm" }],
      [video("mkv"), "video", "video/x-matroska", { width: 64, height: 48, container: "mkv" }],
      [pdf(7), "document", "application/pdf", { pages: 7, width: null }],
      [docx(), "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", {}],
      [pptx(), "document", "application/vnd.openxmlformats-officedocument.presentationml.presentation", {}],
    ];
    for (const [bytes, kind, mime, facts] of table) {
      // The name and the type that the client believes in are of no account.
      const media = ok(await bare(client, bytes, { query: "?filename=page.html", "content-type": "text/html" }), 201);
      assert.deepEqual([media.kind, media.mime, media.bytes, media.sha256], [kind, mime, bytes.length, sha256(bytes)]);
      for (const [name, value] of Object.entries(facts)) assert.equal(media[name], value, `${mime}: ${name}`);
      const served = await read(media);
      assert.equal(served.headers["content-type"], mime);
      assert.ok(served.bytes.equals(bytes), mime);
    }
  });

  test("what is something else than its name says is refused, and nothing of it is kept", async () => {
    const client = await owner();
    const before = filesIn(folder()).length;
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(5000)]);
    const table = [
      ["photo.jpg", Buffer.from("<!doctype html><script>alert(1)</script>".padEnd(9000, " ")), 415],
      ["photo.png", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415],
      ["clip.mp4", Buffer.from("#!/bin/sh\necho\n"), 415],
      ["photo.heic", heic, 415],
      ["clip.mp4", archive("word/nothing.xml"), 415],
      ["letter.docx", archive("word/document.xml", "word/vbaProject.bin"), 415],
      ["photo.jpg", image("jpg").subarray(0, 400), 422],
      ["photo.png", image("png").subarray(0, -20), 422],
      ["photo.webp", image("webp").subarray(0, -50), 422],
      ["moving.gif", movingGif().subarray(0, -100), 422],
      ["clip.mp4", video("mp4").subarray(0, -1000), 422],
      ["clip.mp4", Buffer.concat([video("mp4").subarray(0, 32), Buffer.alloc(2000)]), 422],
      ["clip.webm", video("webm").subarray(0, 300), 422],
      ["paper.pdf", pdf().subarray(0, -8), 422],
      ["slides.pptx", pptx().subarray(0, -30), 422],
      ["nothing.jpg", Buffer.alloc(0), 422],
    ];
    for (const [name, bytes, status] of table) {
      const answer = await client.request("POST", "/api/v1/media", form(bytes, { name, type: "image/jpeg" }));
      const error = refused(answer, status, status === 415 ? "unsupported_media_type" : "validation_failed", `${name} ${bytes.length}`);
      if (status === 422) assert.deepEqual(error.details.map(({ field }) => field), ["file"], name);
      if (name.endsWith("heic")) assert.match(error.userMessage, /HEIC.*JPEG/);
    }
    assert.equal(filesIn(folder()).length, before);
  });

  test("a form that is none says what is wrong with it", async () => {
    const client = await owner();
    const good = form(image("png"));
    const type = good.headers["content-type"];
    const table = [
      [{ raw: good.raw.subarray(0, -10), headers: good.headers }, ""],
      [{ raw: good.raw, headers: { "content-type": "multipart/form-data" } }, ""],
      [{ raw: Buffer.from("nothing of a form"), headers: { "content-type": type } }, ""],
      [form(image("png"), { field: "picture" }), "picture"],
      [form(image("png"), { fields: { colour: "red" } }), "colour"],
      [form(image("png"), { fields: { altText: "x".repeat(4001) } }), "altText"],
    ];
    for (const [request, field] of table) {
      const error = refused(await client.request("POST", "/api/v1/media", request), 422, "validation_failed", field);
      if (field) assert.deepEqual(error.details.map((detail) => detail.field), [field]);
    }
    assert.deepEqual(spool(), []);
  });

  test("each kind has its limit, which bites while the file still comes", async () => {
    const client = await owner();
    const png = Buffer.concat([image("png"), Buffer.alloc(3 * megabyte)]);
    const tooLarge = refused(await bare(client, png), 413, "payload_too_large");
    assert.match(tooLarge.userMessage, /Images may have at most 2 MB/);
    refused(await client.request("POST", "/api/v1/media", form(png)), 413, "payload_too_large");
    refused(await bare(client, Buffer.concat([pdf(), Buffer.alloc(4 * megabyte)])), 413, "payload_too_large");
    // In chunks nobody knows beforehand how much it is.
    const chunked = await client.request("POST", "/api/v1/media", { raw: png, headers: { "content-type": "image/png", "transfer-encoding": "chunked" } }).catch((error) => ({ closed: error.code }));
    assert.ok(chunked.status === 413 || ["ECONNRESET", "EPIPE"].includes(chunked.closed), JSON.stringify(chunked).slice(0, 200));
    // More than anything may have is refused before a byte of it is sent.
    const announced = await new Promise((resolve, reject) => {
      const request = http.request(`${here.server.url}/api/v1/media`, { method: "POST", agent: false, headers: client.headersFor("POST", { "content-type": "video/mp4", "content-length": 401 * megabyte, expect: "100-continue" }) }, (response) => resolve(response.statusCode));
      request.on("continue", () => reject(new Error("it was told to go on")));
      request.on("error", reject);
      request.flushHeaders();
    });
    assert.equal(announced, 413);
    assert.deepEqual(spool(), []);
  });

  test("a large video is taken and given out again in little memory", async (context) => {
    const client = await owner();
    const small = video();
    const box = skippedBox(300 * megabyte - small.length);
    const piece = Buffer.alloc(megabyte);
    const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${here.server.child.pid}/status`, "utf8"))[1]) / 1024;
    const before = rss();
    let highest = 0;
    const watch = setInterval(() => (highest = Math.max(highest, rss())), 20);
    const answer = await new Promise((resolve, reject) => {
      const length = 300 * megabyte;
      const request = http.request(`${here.server.url}/api/v1/media?filename=large.mp4`, { method: "POST", agent: false, headers: client.headersFor("POST", { "content-type": "video/mp4", "content-length": length }) }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk)).on("end", () => resolve({ status: response.statusCode, text }));
      });
      request.on("error", reject);
      request.write(small);
      request.write(box);
      let left = length - small.length - box.length;
      const go = () => {
        while (left > 0) {
          const count = Math.min(left, piece.length);
          left -= count;
          if (!request.write(piece.subarray(0, count))) return request.once("drain", go);
        }
        request.end();
      };
      go();
    });
    assert.equal(answer.status, 201, answer.text);
    const media = JSON.parse(answer.text);
    assert.equal(media.bytes, 300 * megabyte);
    assert.equal(media.durationMs, 1000);
    const got = await new Promise((resolve, reject) => {
      http.get(media.url, { agent: false }, (response) => {
        let bytes = 0;
        response.on("data", (chunk) => (bytes += chunk.length)).on("end", () => resolve({ bytes, length: response.headers["content-length"] })).on("error", reject);
      }).on("error", reject);
    });
    clearInterval(watch);
    assert.deepEqual(got, { bytes: 300 * megabyte, length: String(300 * megabyte) });
    context.diagnostic(`resident memory: ${Math.round(before)} MB before, ${Math.round(highest)} MB at most`);
    assert.ok(highest - before < 100, `the process grew from ${before} to ${highest} MB`);
    assert.equal((await client.delete(`/api/v1/media/${media.id}`)).status, 204);
  });

  test("ranges are answered as they are asked for", async () => {
    const media = ok(await bare(await owner(), ownVideo()), 201);
    const whole = (await read(media)).bytes;
    const size = whole.length;
    const table = [
      ["bytes=0-9", 206, 0, 10],
      ["bytes=10-", 206, 10, size],
      ["bytes=-7", 206, size - 7, size],
      [`bytes=5-${size + 100}`, 206, 5, size],
      ["bytes=0-0,2-3", 200, 0, size],
      ["pages=1-2", 200, 0, size],
      ["bytes=9-3", 200, 0, size],
      [`bytes=${size}-`, 416],
      ["bytes=-0", 416],
    ];
    for (const [range, status, from, to] of table) {
      const answer = await read(media, { range });
      assert.equal(answer.status, status, range);
      if (status === 416) {
        assert.equal(answer.headers["content-range"], `bytes */${size}`, range);
        continue;
      }
      assert.ok(answer.bytes.equals(whole.subarray(from, to)), range);
      if (status === 206) assert.equal(answer.headers["content-range"], `bytes ${from}-${to - 1}/${size}`, range);
    }
    const tag = (await read(media)).headers.etag;
    assert.equal((await read(media, { "if-none-match": tag })).status, 304);
    assert.equal((await read(media, { range: "bytes=0-1", "if-range": tag })).status, 206);
    assert.equal((await read(media, { range: "bytes=0-1", "if-range": '"another"' })).status, 200);
    const head = await read(media, {}, "HEAD");
    assert.equal(head.headers["content-length"], String(size));
    assert.equal(head.bytes.length, 0);
  });

  test("an address that was not given out shows nothing", async () => {
    const media = ok(await bare(await owner(), image("png")), 201);
    const path = new URL(media.url).pathname;
    const signature = path.split("/").pop();
    for (const wrong of [path.replace(signature, "x"), path.replace(signature, signature.toUpperCase()), path.replace(media.id, "01a1fb59-5e7b-7545-9014-5b7a2014778f"), "/media/x/y"]) {
      const answer = await here.nobody.get(wrong);
      assert.equal(answer.status, 404, wrong);
    }
    // Without a signature it is no address of a file at all, but of a page of the dashboard, where that is served.
    const page = await here.nobody.get(`/media/${media.id}/`);
    assert.ok(page.status === 404 || /^text\/html/.test(page.headers["content-type"]), String(page.status));
  });

  test("the same bytes are stored once, and go with their last file", async () => {
    const client = await owner();
    const other = await newOwner(here.server, "Other");
    const bytes = ownVideo();
    const before = filesIn(folder()).length;
    const first = ok(await bare(client, bytes, { query: "?filename=one.mp4" }), 201);
    const second = ok(await bare(client, bytes, { query: "?filename=two.mp4" }), 201);
    assert.notEqual(first.id, second.id);
    assert.equal(second.filename, "two.mp4");
    assert.equal(filesIn(folder()).length, before + 1);
    const foreign = ok(await bare(other, bytes), 201);
    assert.equal(filesIn(folder()).length, before + 2, "workspaces share nothing");
    assert.equal((await client.delete(`/api/v1/media/${first.id}`)).status, 204);
    assert.ok((await read(second)).bytes.equals(bytes));
    assert.equal((await client.delete(`/api/v1/media/${second.id}`)).status, 204);
    assert.equal((await read(second)).status, 404);
    assert.ok((await read(foreign)).bytes.equals(bytes));
    assert.equal((await other.delete(`/api/v1/media/${foreign.id}`)).status, 204);
    assert.equal(filesIn(folder()).length, before);
  });

  test("many equal uploads and removals at once lose nothing", async () => {
    const client = await owner();
    const bytes = ownVideo();
    const before = filesIn(folder()).length;
    for (let round = 0; round < 3; round += 1) {
      const added = await Promise.all(Array.from({ length: 6 }, () => bare(client, bytes)));
      const ids = added.map((answer) => ok(answer, 201).id);
      const kept = ids.pop();
      const again = Promise.all(Array.from({ length: 3 }, () => bare(client, bytes)));
      await Promise.all(ids.map((id) => client.delete(`/api/v1/media/${id}`)));
      const more = (await again).map((answer) => ok(answer, 201).id);
      for (const id of [kept, ...more]) {
        const media = ok(await client.get(`/api/v1/media/${id}`));
        assert.ok((await read(media)).bytes.equals(bytes));
        assert.equal((await client.delete(`/api/v1/media/${id}`)).status, 204);
      }
    }
    assert.equal(filesIn(folder()).length, before);
    assert.deepEqual(spool(), []);
  });

  test("the list shows the newest first, by pages and by kind", async () => {
    const client = await newOwner(here.server, "Lists");
    const ids = [];
    for (const bytes of [image("png"), video(), image("jpg"), pdf(), image("gif")]) ids.unshift(ok(await bare(client, bytes), 201).id);
    assert.deepEqual((await everything(client, "/api/v1/media", { limit: 2 })).map(({ id }) => id), ids);
    const images = ok(await client.get("/api/v1/media?kind=image")).data;
    assert.deepEqual(images.map(({ kind }) => kind), ["image", "image", "image"]);
    refused(await client.get("/api/v1/media?kind=sound"), 422, "validation_failed");
    const events = (await eventsOf(client)).filter(({ type }) => type === "media.created");
    assert.deepEqual(events.map(({ subject }) => subject).sort(), [...ids].sort());
  });

  test("the alternative text is changed, and only by who may", async () => {
    const client = await owner();
    const { id } = ok(await bare(client, image("png"), { query: "?altText=A%20chart" }), 201);
    assert.equal(ok(await client.get(`/api/v1/media/${id}`)).altText, "A chart");
    assert.equal(ok(await client.patch(`/api/v1/media/${id}`, { altText: "Another" })).altText, "Another");
    assert.equal(ok(await client.patch(`/api/v1/media/${id}`, { altText: "" })).altText, null);
    refused(await client.patch(`/api/v1/media/${id}`, { altText: "x".repeat(4001) }), 422, "validation_failed");
    refused(await client.patch(`/api/v1/media/${id}`, { filename: "x" }), 422, "validation_failed");
    const viewer = await newMember(client, "viewer");
    ok(await viewer.get(`/api/v1/media/${id}`));
    refused(await viewer.patch(`/api/v1/media/${id}`, { altText: "x" }), 403, "forbidden");
    refused(await bare(viewer, image("png")), 403, "forbidden");
    refused(await bare(here.nobody, image("png")), 401, "unauthenticated");
    const stranger = await newOwner(here.server, "Stranger");
    refused(await stranger.get(`/api/v1/media/${id}`), 404, "not_found");
    refused(await stranger.delete(`/api/v1/media/${id}`), 404, "not_found");
    refused(await stranger.patch(`/api/v1/media/${id}`, { altText: "x" }), 404, "not_found");
    const browser = await inBrowser(client);
    ok(await bare(browser, image("png")), 201);
    refused(await bare(browser, image("png"), { origin: "https://evil.example" }), 403, "forbidden");
  });

  test("a key gives the same file again, and no other one", async () => {
    const client = await owner();
    const bytes = ownVideo();
    const key = { "idempotency-key": `media-${here.database.name}` };
    const first = ok(await bare(client, bytes, key), 201);
    const again = await bare(client, bytes, key);
    assert.equal(ok(again, 201).id, first.id);
    assert.equal(again.headers["idempotency-replayed"], "true");
    refused(await bare(client, ownVideo(), key), 409, "idempotency_conflict");
    assert.deepEqual(spool(), []);
  });

  test("a client that goes away in the middle leaves nothing", async () => {
    const client = await owner();
    await new Promise((resolve, reject) => {
      const request = http.request(`${here.server.url}/api/v1/media`, { method: "POST", agent: false, headers: client.headersFor("POST", { "content-type": "video/mp4", "content-length": 10 * megabyte }) });
      request.on("error", resolve);
      request.write(Buffer.concat([video(), Buffer.alloc(megabyte)]), (error) => (error ? reject(error) : setTimeout(() => request.destroy(), 50)));
      request.on("close", resolve);
    });
    await until("the spool is empty", async () => spool().length === 0);
  });
}, { settings: { MEDIA_IMAGE_MAX_MB: "2", MEDIA_DOCUMENT_MAX_MB: "3", MEDIA_VIDEO_MAX_MB: "400", ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=4` } });

onEachDatabase("media without room", (here) => {
  test("a disk that is full is told as that, and nothing is kept", async () => {
    const client = await newOwner(here.server, "Full");
    for (const request of [form(image("png")), { raw: video(), headers: { "content-type": "video/mp4" } }]) {
      refused(await client.request("POST", "/api/v1/media", request), 507, "insufficient_storage");
    }
    refused(await client.request("POST", "/api/v1/media/uploads", { headers: { "tus-resumable": "1.0.0", "upload-length": "10" } }), 507, "insufficient_storage");
    assert.deepEqual(filesIn(join(here.installation.dataDir, "media")), []);
  });
}, { settings: { MEDIA_FREE_MIN_MB: "2000000000" }, allowedErrors: [/insufficient_storage/] });
