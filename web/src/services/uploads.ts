import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { asApiError } from "./errors";
import { keepMedia } from "./media";
import { UploadQueue, type Upload } from "./upload-queue";
import { sendAtOnce, sendResumably } from "./upload-transports";
import type { Media } from "./wire";

function storageIfAny(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The one queue of this page. */
export const uploadQueue = new UploadQueue({
  small: sendAtOnce, resumable: sendResumably, storage: storageIfAny(), asError: asApiError,
});

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.all);
}

/** Takes files in; what they become is known everywhere when `onDone` is called. */
export function useUpload(onDone: (media: Media) => void): (files: readonly File[]) => void {
  const queries = useQueryClient();
  return useCallback((files) => {
    uploadQueue.add(files, (media) => {
      keepMedia(queries, media);
      onDone(media);
    });
  }, [queries, onDone]);
}
