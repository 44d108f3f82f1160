// Processes of the binary under test: none outlives the tests.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const binary = process.env.ROSTRUM_BIN ?? fileURLToPath(new URL("../../../build/dev/rostrum", import.meta.url));
export const stopSecondsMax = 40;

const living = new Set();
process.on("exit", () => living.forEach((child) => child.kill("SIGKILL")));

function environment(settings) {
  const inherited = ["PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "ASAN_SYMBOLIZER_PATH"];
  const kept = inherited.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept), ...settings };
}

/** A process of the binary; what it says goes to `log`, behind what is there. */
export function launch(args, settings, log) {
  const file = openSync(log, "a");
  const child = spawn(binary, args, { env: environment(settings), stdio: ["ignore", file, file] });
  closeSync(file);
  living.add(child);
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: -1, signal: error.message }));
    child.once("exit", (code, signal) => {
      living.delete(child);
      child.isOver = true;
      resolve({ code, signal });
    });
  });
  return child;
}

/** How a process ended, which it must within the time. */
export async function endWithin(child, seconds, log) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(null), seconds * 1000);
  });
  const end = await Promise.race([child.ended, late]);
  clearTimeout(timer);
  if (end) return end;
  child.kill("SIGKILL");
  throw new Error(`the process did not end within ${seconds} s\n${tail(log)}`);
}

export function tail(log, lines = 40) {
  return readFileSync(log, "utf8").split("\n").slice(-lines).join("\n");
}
