// The two ways a file gets to the server.
import { body, client } from "./client";
import { errorFromAnswer, networkError, type ApiError } from "./errors";
import { idempotencyKey } from "./idempotency-key";
import { fetchMedia, media_path, uploads_path } from "./media";
import type { Transport } from "./upload-queue";
import type { Media } from "./wire";

const chunk_bytes = 8 * 1024 * 1024;
const retry_delays_ms = [0, 1_000, 3_000, 8_000, 20_000];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One request with the bare bytes. fetch cannot tell how far it is, XMLHttpRequest can. */
export const sendAtOnce: Transport = (file, onSent, signal) =>
  new Promise<Media>((resolve, reject) => {
    const call = new XMLHttpRequest();
    const query = new URLSearchParams({ filename: file.name });
    call.open("POST", `${media_path}?${query.toString()}`);
    call.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    call.setRequestHeader("Idempotency-Key", idempotencyKey());
    call.upload.onprogress = (event) => onSent(event.loaded);
    call.onerror = () => reject(networkError());
    call.onabort = () => reject(networkError());
    call.onload = () => {
      if (call.status === 201) resolve(parsed(call.responseText) as Media);
      else reject(errorFromAnswer(parsed(call.responseText), call.status, call.getResponseHeader("x-request-id")));
    };
    signal.addEventListener("abort", () => call.abort());
    call.send(file);
  });

interface TusFailure {
  originalResponse?: { getStatus(): number; getBody(): string; getHeader(name: string): string | undefined } | null;
}

function tusError(error: unknown): ApiError {
  const response = (error as TusFailure).originalResponse;
  if (!response) return networkError();
  return errorFromAnswer(parsed(response.getBody()), response.getStatus(), response.getHeader("x-request-id") ?? null);
}

/** The file that an upload became: named by the last answer, or by the upload itself. */
async function mediaOf(named: string | undefined, uploadUrl: string | null): Promise<Media> {
  if (named) return fetchMedia(named);
  const id = new URL(uploadUrl ?? "", window.location.origin).pathname.split("/").at(-1) ?? "";
  const upload = await body(client.GET("/api/v1/media/uploads/{id}", { params: { path: { id } } }));
  if (!upload.mediaId) throw networkError();
  return fetchMedia(upload.mediaId);
}

/** tus: in pieces, with pauses after failures, and on from where an earlier try ended. */
export const sendResumably: Transport = async (file, onSent, signal) => {
  const { Upload } = await import("tus-js-client");
  let named: string | undefined;
  return new Promise<Media>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: uploads_path,
      chunkSize: chunk_bytes,
      retryDelays: retry_delays_ms,
      metadata: { filename: file.name, filetype: file.type },
      removeFingerprintOnSuccess: true,
      onProgress: onSent,
      onAfterResponse: (_, response) => {
        named = response.getHeader("Upload-Media-Id") ?? named;
      },
      onError: (error) => reject(tusError(error)),
      onSuccess: () => void mediaOf(named, upload.url).then(resolve, reject),
    });
    signal.addEventListener("abort", () => {
      upload.abort(true).catch(() => undefined);
      reject(networkError());
    });
    upload.findPreviousUploads().then((earlier) => {
      const [latest] = earlier;
      if (latest) upload.resumeFromPreviousUpload(latest);
      if (!signal.aborted) upload.start();
    }, () => upload.start());
  });
};
