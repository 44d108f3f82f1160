// Free TCP ports of the loopback interface.
import { createServer } from "node:net";

// Below the range from which the kernel takes the ports of outgoing connections.
const lowest = 20_000;
const count = 12_000;
const given = new Set();

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

export async function freePort() {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}
