/** A key for a creation that may be sent again without making a second thing. */
export function idempotencyKey(): string {
  // randomUUID needs a secure context; a server in a private network may have none.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
