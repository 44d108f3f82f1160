// Images, videos and documents to upload, made when they are first asked for.
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const directory = mkdtempSync(join(tmpdir(), "rostrum-files."));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
const known = new Map();

function ffmpeg(name, ...args) {
  if (!known.has(name)) {
    const file = join(directory, name);
    execFileSync("ffmpeg", ["-v", "error", "-y", ...args, file]);
    known.set(name, readFileSync(file));
  }
  return Buffer.from(known.get(name));
}

const picture = (size, rate = 10) => ["-f", "lavfi", "-i", `testsrc=size=${size}:rate=${rate}:duration=1`];
const tone = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-shortest"];

export const image = (extension, size = "64x48") => ffmpeg(`image-${size}.${extension}`, ...picture(size, 1), "-frames:v", "1");
export const movingGif = () => ffmpeg("moving.gif", ...picture("32x32"));
export const video = (extension = "mp4") => ffmpeg(`video.${extension}`, ...picture("64x48"), ...tone, ...(extension === "webm" ? [] : ["-pix_fmt", "yuv420p"]));
/** Upright and large enough for every platform. */
export const uprightVideo = () => ffmpeg("upright.mp4", ...picture("360x640", 25), ...tone, "-pix_fmt", "yuv420p");
export const silentVideo = () => ffmpeg("silent.mp4", ...picture("64x48"), "-pix_fmt", "yuv420p");

/** A phone's video: stored lying, shown upright. */
export function turnedVideo() {
  video();
  return ffmpeg("turned.mov", "-i", join(directory, "video.mp4"), "-c", "copy", "-metadata:s:v", "rotate=90");
}

/** A box that players skip: makes a video as large as is wanted, and unlike any other. */
export function skippedBox(bytes) {
  const head = Buffer.alloc(24);
  head.writeUInt32BE(bytes, 0);
  head.write("free", 4);
  randomBytes(16).copy(head, 8);
  return head;
}

/** A video of its own: no two have the same bytes. */
export const ownVideo = () => Buffer.concat([video(), skippedBox(24)]);

export const pdf = (pages = 3) =>
  Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count ${pages} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n`);

/** A ZIP archive with empty members of these names. */
export function archive(...names) {
  const local = [];
  const central = [];
  let offset = 0;
  for (const name of names) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    local.push(head, Buffer.from(name));
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    central.push(entry, Buffer.from(name));
    offset += 30 + name.length;
  }
  const directoryBytes = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directoryBytes, end]);
}

export const docx = () => archive("[Content_Types].xml", "word/document.xml");
export const pptx = () => archive("[Content_Types].xml", "ppt/presentation.xml");

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A form with one file, as browsers send it. */
export function form(bytes, { name = "file.bin", field = "file", type = "application/octet-stream", fields = {} } = {}) {
  const boundary = "----rostrum7f3a91c2";
  const parts = Object.entries(fields).map(([key, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`));
  parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`), bytes, Buffer.from(`\r\n--${boundary}--\r\n`));
  return { raw: Buffer.concat(parts), headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

/** Uploads as bare bytes. */
export const bare = (client, bytes, { query = "", ...headers } = {}) =>
  client.request("POST", `/api/v1/media${query}`, { raw: bytes, headers: { "content-type": "application/octet-stream", ...headers } });
