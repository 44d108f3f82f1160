// Looks for secrets where none may be.
import assert from "node:assert/strict";

/** The ways in which a text may stand in a file: as it is, or encoded once. */
function spellings(secret) {
  const bytes = Buffer.from(secret);
  return new Set([
    secret,
    encodeURIComponent(secret),
    bytes.toString("hex"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ]);
}

/** What of `secrets` stands in `places` ({name, bytes}); each finding says which, where and how. */
export function findSecrets(secrets, places) {
  const findings = [];
  for (const { what, text } of secrets) {
    assert.ok(text.length >= 8, `too short to be looked for: ${what}`);
    // Long ones are looked for by a part, too: a log may have cut them.
    const parts = text.length > 60 ? [text, text.slice(0, 40), text.slice(-40)] : [text];
    for (const part of parts) {
      for (const spelling of spellings(part)) {
        for (const place of places) {
          const at = place.bytes.indexOf(spelling);
          if (at < 0) continue;
          const around = place.bytes.subarray(Math.max(0, at - 80), at + 160).toString("latin1");
          findings.push(`${what} in ${place.name} at ${at}: ...${around}...`);
        }
      }
    }
  }
  return [...new Set(findings)];
}
