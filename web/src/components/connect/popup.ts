const width = 560;
const height = 760;

/** Opens an empty window in the middle of this one; null when the browser does not allow it. */
export function openPopup(): Window | null {
  const left = Math.max(0, window.screenX + (window.outerWidth - width) / 2);
  const top = Math.max(0, window.screenY + (window.outerHeight - height) / 2);
  const features = `popup,width=${width},height=${height},left=${left},top=${top}`;
  return window.open("", "rostrum-connect", features);
}

/** Sends a window on its way; false when it has been closed meanwhile. */
export function sendPopup(popup: Window, url: string): boolean {
  if (popup.closed) return false;
  popup.location.href = url;
  popup.focus();
  return true;
}
