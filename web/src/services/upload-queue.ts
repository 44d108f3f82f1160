// Files on their way to the server. The queue belongs to the page and not to a component, so that an
// upload goes on when one leaves the composer. Small files go in one request; large ones resumably:
// what of them was under way when the tab closed is remembered, and goes on when the file is chosen again.
import type { ApiError } from "./errors";
import type { Media } from "./wire";

export const resumable_bytes_min = 8 * 1024 * 1024;
const parallel_max = 2;

export type UploadState = "waiting" | "uploading" | "checking" | "done" | "failed" | "interrupted";

export interface Upload {
  id: string;
  name: string;
  bytes: number;
  lastModified: number;
  sent: number;
  state: UploadState;
  media: Media | null;
  error: ApiError | null;
}

/** How a file gets to the server; throws an ApiError. */
export type Transport = (file: File, onSent: (bytes: number) => void, signal: AbortSignal) => Promise<Media>;

export interface QueueParts {
  small: Transport;
  resumable: Transport;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  asError: (error: unknown) => ApiError;
}

interface Job {
  file: File | null;
  stop: AbortController;
  /** What was chosen together, in its order. */
  batch: readonly string[];
  onDone: (media: Media) => void;
}

const storage_key = "rostrum-uploads";

function sameFile(upload: Upload, file: File): boolean {
  return upload.name === file.name && upload.bytes === file.size && upload.lastModified === file.lastModified;
}

export class UploadQueue {
  private uploads: Upload[] = [];
  private readonly jobs = new Map<string, Job>();
  /** Through, but something chosen before them is not. */
  private readonly arrived = new Map<string, Media>();
  private readonly subscribers = new Set<() => void>();
  private counter = 0;

  constructor(private readonly parts: QueueParts) {
    this.uploads = this.remembered();
  }

  subscribe = (subscriber: () => void): (() => void) => {
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  };

  all = (): readonly Upload[] => this.uploads;

  /** Takes files in. `onDone` is called, in their order, for each that became a file of the workspace. */
  add(files: readonly File[], onDone: (media: Media) => void): void {
    const batch: string[] = [];
    for (const file of files) {
      const before = this.uploads.find((one) => one.state === "interrupted" && sameFile(one, file));
      const id = before?.id ?? this.newId();
      const upload: Upload = {
        id, name: file.name, bytes: file.size, lastModified: file.lastModified,
        sent: before?.sent ?? 0, state: "waiting", media: null, error: null,
      };
      this.uploads = before ? this.uploads.map((one) => (one === before ? upload : one)) : [...this.uploads, upload];
      batch.push(id);
      this.jobs.set(id, { file, stop: new AbortController(), batch, onDone });
    }
    this.changed();
    this.startNext();
  }

  retry(id: string): void {
    const job = this.jobs.get(id);
    if (!job) return;
    job.stop = new AbortController();
    this.patch(id, { state: "waiting", error: null });
    this.startNext();
  }

  /** Gives an upload up, or takes one that has ended out of the list. */
  remove(id: string): void {
    const job = this.jobs.get(id);
    job?.stop.abort();
    this.jobs.delete(id);
    this.arrived.delete(id);
    this.uploads = this.uploads.filter((one) => one.id !== id);
    this.changed();
    if (job) this.deliver(job.batch);
    this.startNext();
  }

  private newId(): string {
    this.counter += 1;
    return `upload-${Date.now()}-${this.counter}`;
  }

  private startNext(): void {
    const busy = this.uploads.filter((one) =>
      (one.state === "uploading" || one.state === "checking") && !this.arrived.has(one.id)).length;
    for (const upload of this.uploads.filter((one) => one.state === "waiting").slice(0, Math.max(0, parallel_max - busy))) {
      void this.run(upload.id);
    }
  }

  private async run(id: string): Promise<void> {
    const job = this.jobs.get(id);
    if (!job?.file) return;
    const { file, stop } = job;
    this.patch(id, { state: "uploading" });
    const send = file.size >= resumable_bytes_min ? this.parts.resumable : this.parts.small;
    const onSent = (sent: number) => {
      if (!stop.signal.aborted) this.patch(id, { sent, state: sent >= file.size ? "checking" : "uploading" });
    };
    try {
      const media = await send(file, onSent, stop.signal);
      if (stop.signal.aborted) return;
      this.arrived.set(id, media);
      this.patch(id, { state: "checking", sent: file.size });
    } catch (error) {
      if (!stop.signal.aborted) this.patch(id, { state: "failed", error: this.parts.asError(error) });
    }
    this.deliver(job.batch);
    this.startNext();
  }

  /** Hands over what has arrived, up to the first file that is still on its way. */
  private deliver(batch: readonly string[]): void {
    const moving = this.uploads.filter((one) => one.state !== "done" && one.state !== "failed" && batch.includes(one.id));
    for (const { id, bytes } of moving.sort((a, b) => batch.indexOf(a.id) - batch.indexOf(b.id))) {
      const media = this.arrived.get(id);
      if (!media) return;
      this.arrived.delete(id);
      this.patch(id, { state: "done", sent: bytes, media });
      this.jobs.get(id)?.onDone(media);
    }
  }

  private patch(id: string, change: Partial<Upload>): void {
    this.uploads = this.uploads.map((one) => (one.id === id ? { ...one, ...change } : one));
    this.changed();
  }

  private changed(): void {
    this.remember();
    for (const subscriber of this.subscribers) subscriber();
  }

  /** Large files that are not through yet; small ones are sent again faster than they are found. */
  private remember(): void {
    const open = this.uploads
      .filter((one) => one.bytes >= resumable_bytes_min && one.state !== "done")
      .map(({ id, name, bytes, lastModified, sent }) => ({ id, name, bytes, lastModified, sent }));
    try {
      if (open.length > 0) this.parts.storage?.setItem(storage_key, JSON.stringify(open));
      else this.parts.storage?.removeItem(storage_key);
    } catch {
      // Without storage an upload cannot go on after a reload; it is only sent from the start then.
    }
  }

  private remembered(): Upload[] {
    try {
      const found: unknown = JSON.parse(this.parts.storage?.getItem(storage_key) ?? "[]");
      return Array.isArray(found) ? found.flatMap(uploadOf) : [];
    } catch {
      return [];
    }
  }
}

function uploadOf(value: unknown): Upload[] {
  const { id, name, bytes, lastModified, sent } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== "string" || typeof name !== "string") return [];
  if (typeof bytes !== "number" || typeof lastModified !== "number" || typeof sent !== "number") return [];
  return [{ id, name, bytes, lastModified, sent, state: "interrupted", media: null, error: null }];
}
