// A browser, a page that remembers what went wrong in it, pictures and the accessibility check.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

// The packages live with the dashboard; the tests have no folder of their own for them.
const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const pictures =
  process.env.ROSTRUM_SCREENSHOTS ?? fileURLToPath(new URL("../../test-results/e2e", import.meta.url));
const browserPath = process.env.CHROMIUM_BIN ?? "/usr/bin/chromium";
const browserFlags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const settle_ms = 500;

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 360, height: 740 };

/** The server under test, started by the caller with its sandbox on. */
export function serverUrl() {
  const url = process.env.ROSTRUM_URL;
  assert.ok(url, "set ROSTRUM_URL to a server that runs with its sandbox, such as http://127.0.0.1:8080");
  return url.replace(/\/$/, "");
}

export async function openBrowser() {
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({ executablePath: browserPath, args: browserFlags });
}

/** A fresh visitor. The content security policy is set aside only so that axe can be put in. */
export async function newVisitor(browser, { colorScheme = "light", viewport = desktop } = {}) {
  const context = await browser.newContext({
    baseURL: serverUrl(), viewport, colorScheme, bypassCSP: true, timezoneId: "UTC", locale: "en-GB",
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const broken = [];
  page.on("pageerror", (error) => broken.push(error.message));
  return { page, context, broken };
}

export async function picture(page, name) {
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

/** Fails with every finding of axe. What lies over a page (menu, dialog) is in no landmark. */
export async function expectAccessible(page, name, { overlay = false } = {}) {
  let findings = await accessibilityFindings(page, overlay);
  if (findings.length > 0) {
    // A notice may have begun to fade in while colours were measured.
    await page.waitForTimeout(settle_ms);
    findings = await accessibilityFindings(page, overlay);
  }
  assert.deepEqual(findings, [], `axe on ${name}`);
}

async function accessibilityFindings(page, overlay) {
  // Colours are measured when nothing fades any more.
  await page.waitForFunction(() => document.getAnimations().every((one) =>
    one.playState !== "running" || one.effect?.getComputedTiming().iterations === Infinity));
  await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async (rules) => (await window.axe.run(document, { rules })).violations,
    overlay ? { region: { enabled: false } } : {},
  );
  return violations.map(
    (one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => node.html.slice(0, 200)).join("\n  ")}`,
  );
}

export async function expectNoSidewaysScroll(page, name) {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(excess <= 0, `${name} is ${excess} px too wide`);
}

/** Notes from now on whether a progress bar is ever shown, however short. */
export async function watchForProgress(page) {
  await page.evaluate(() => {
    const look = () => {
      if (document.querySelector('[role="progressbar"]')) window.sawProgress = true;
    };
    window.sawProgress = false;
    new window.MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();
  });
  return () => page.waitForFunction(() => window.sawProgress === true);
}
