// Waiting for something to become true: look, and look again soon, until a deadline.
import { setTimeout as pause } from "node:timers/promises";

const lookEveryMs = 25;

/** Resolves with the first truthy result of `look`; fails after `seconds`, naming `what` and the last thing seen. */
export async function until(what, look, { seconds = 20, show = () => undefined } = {}) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() >= deadline) {
      const last = await show();
      throw new Error(`not within ${seconds} s: ${what}${last === undefined ? "" : `\nlast seen: ${JSON.stringify(last, null, 2)}`}`);
    }
    await pause(lookEveryMs);
  }
}
