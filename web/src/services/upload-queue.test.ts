import { describe, expect, it, vi } from "vitest";
import { ApiError, asApiError } from "./errors";
import { resumable_bytes_min, UploadQueue, type QueueParts, type Transport } from "./upload-queue";
import type { Media } from "./wire";

function fileOf(name: string, size = 10): File {
  const file = new File(["x"], name, { lastModified: 7 });
  Object.defineProperty(file, "size", { value: size });
  return file;
}

const mediaOf = (id: string) => ({ id }) as Media;

/** Transports that end when they are told to. */
function controlled() {
  const running: { file: File; sent: (bytes: number) => void; signal: AbortSignal; done: (media: Media) => void; fail: (error: unknown) => void }[] = [];
  const transport: Transport = (file, sent, signal) =>
    new Promise((done, fail) => { running.push({ file, sent, signal, done, fail }); });
  return { running, transport };
}

function memory() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}

function setUp(storage: QueueParts["storage"] = null) {
  const small = controlled();
  const resumable = controlled();
  const queue = new UploadQueue({ small: small.transport, resumable: resumable.transport, storage, asError: asApiError });
  return { queue, small: small.running, resumable: resumable.running };
}

const settle = () => new Promise((done) => { setTimeout(done); });
const states = (queue: UploadQueue) => queue.all().map((one) => one.state);

describe("the upload queue", () => {
  it("sends two files at once, and the next when one is through", async () => {
    const { queue, small } = setUp();
    const done = vi.fn();
    queue.add([fileOf("a"), fileOf("b"), fileOf("c")], done);
    expect(states(queue)).toEqual(["uploading", "uploading", "waiting"]);
    small[0]?.done(mediaOf("m1"));
    await settle();
    expect(done).toHaveBeenCalledWith(mediaOf("m1"));
    expect(states(queue)).toEqual(["done", "uploading", "uploading"]);
  });

  it("hands files over in the order in which they were chosen", async () => {
    const { queue, small } = setUp();
    const done = vi.fn();
    queue.add([fileOf("a"), fileOf("b"), fileOf("c")], done);
    small[1]?.done(mediaOf("m2"));
    await settle();
    expect(done).not.toHaveBeenCalled();
    expect(states(queue)).toEqual(["uploading", "checking", "uploading"]);
    small[0]?.done(mediaOf("m1"));
    await settle();
    expect(done.mock.calls).toEqual([[mediaOf("m1")], [mediaOf("m2")]]);
    expect(states(queue)).toEqual(["done", "done", "uploading"]);
  });

  it.each(["fails", "is given up"])("waits no longer for a file that %s", async (end) => {
    const { queue, small } = setUp();
    const done = vi.fn();
    queue.add([fileOf("a"), fileOf("b")], done);
    small[1]?.done(mediaOf("m2"));
    await settle();
    if (end === "fails") small[0]?.fail(new Error("no"));
    else queue.remove(queue.all()[0]?.id ?? "");
    await settle();
    expect(done.mock.calls).toEqual([[mediaOf("m2")]]);
  });

  it("tells how far a file is, and that it is looked into", () => {
    const { queue, small } = setUp();
    queue.add([fileOf("a", 100)], vi.fn());
    small[0]?.sent(40);
    expect(queue.all()[0]).toMatchObject({ sent: 40, state: "uploading" });
    small[0]?.sent(100);
    expect(queue.all()[0]).toMatchObject({ sent: 100, state: "checking" });
  });

  it("chooses the way by size", () => {
    const { queue, small, resumable } = setUp();
    queue.add([fileOf("a", resumable_bytes_min - 1), fileOf("b", resumable_bytes_min)], vi.fn());
    expect(small.map((one) => one.file.name)).toEqual(["a"]);
    expect(resumable.map((one) => one.file.name)).toEqual(["b"]);
  });

  it("keeps a failed file with its reason, and sends it again when told", async () => {
    const { queue, small } = setUp();
    queue.add([fileOf("a")], vi.fn());
    const refused = new ApiError({ code: "unsupported_media_type", status: 415, userMessage: "No." });
    small[0]?.fail(refused);
    await settle();
    expect(queue.all()[0]).toMatchObject({ state: "failed", error: refused });
    queue.retry(queue.all()[0]?.id ?? "");
    expect(small).toHaveLength(2);
    expect(queue.all()[0]).toMatchObject({ state: "uploading", error: null });
  });

  it("gives up what is removed, and goes on with the next", async () => {
    const { queue, small } = setUp();
    const done = vi.fn();
    queue.add([fileOf("a"), fileOf("b"), fileOf("c")], done);
    queue.remove(queue.all()[0]?.id ?? "");
    expect(small[0]?.signal.aborted).toBe(true);
    small[0]?.done(mediaOf("late"));
    await settle();
    expect(done).not.toHaveBeenCalled();
    expect(states(queue)).toEqual(["uploading", "uploading"]);
  });

  it("remembers a large file over a reload and goes on when it is chosen again", async () => {
    const storage = memory();
    const before = setUp(storage);
    before.queue.add([fileOf("film.mp4", resumable_bytes_min * 2), fileOf("small")], vi.fn());
    before.resumable[0]?.sent(resumable_bytes_min);

    const after = setUp(storage);
    expect(after.queue.all()).toMatchObject([{ name: "film.mp4", sent: resumable_bytes_min, state: "interrupted" }]);
    after.queue.add([fileOf("film.mp4", resumable_bytes_min * 2)], vi.fn());
    expect(after.queue.all()).toMatchObject([{ sent: resumable_bytes_min, state: "uploading" }]);
    after.resumable[0]?.done(mediaOf("m1"));
    await settle();
    expect(storage.entries.size).toBe(0);
  });

  it.each(["{", "{}", "[null, 3, {\"id\": 1}]"])("starts empty with %s in storage", (text) => {
    const storage = memory();
    storage.entries.set("rostrum-uploads", text);
    expect(setUp(storage).queue.all()).toEqual([]);
  });
});
