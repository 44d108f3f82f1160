// A marketer with accounts everywhere: every platform is connected through the dashboard, pages are chosen among many, and an
// account whose access ended is connected again.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  desktop, expectAccessible, expectNoSidewaysScroll, newVisitor, openBrowser, phone, picture,
} from "./support.mjs";

const sync_ms_max = 90_000;
const sandbox = (process.env.ROSTRUM_SANDBOX_URL ?? "").replace(/\/$/, "");
/** Who logs in where, and which account there is chosen when there are several. */
const logins = [
  { name: "Instagram", login: "ada.bakes" },
  { name: "Instagram via Facebook", login: "sunny.cook" },
  { name: "TikTok", login: "ada.loafs" },
  { name: "YouTube", login: "adabakesbread" },
  { name: "X", login: "ada_loafs" },
];

describe("a marketer", () => {
  let browser, visitor, page, failed;

  before(async () => {
    browser = await openBrowser();
    visitor = await newVisitor(browser);
    page = visitor.page;
    await page.goto("/register");
    await page.getByLabel("Name").fill("Mira Marketer");
    await page.getByLabel("E-mail").fill(`mira.${Date.now()}@example.com`);
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: "Create account" }).click();
    await heading("Overview").waitFor();
  });

  after(async () => {
    if (failed) await picture(page, "platforms-failed");
    await browser.close();
    assert.deepEqual(visitor.broken, [], "errors in the page");
  });

  function step(name, run) {
    it(name, async (t) => {
      if (failed) return t.skip(`after the failure of: ${failed}`);
      try {
        await run();
      } catch (error) {
        failed = name;
        throw error;
      }
    });
  }

  const heading = (name) => page.getByRole("heading", { level: 1, name });
  const go = (place) => page.getByRole("link", { name: place, exact: true }).first().click();
  const panel = () => page.getByRole("dialog", { name: "Connect an account" });

  /** Opens the connect panel and goes through a platform's consent page. */
  async function signIn(platform, login) {
    await page.goto("/accounts");
    await page.getByRole("button", { name: "Connect account" }).first().click();
    const button = panel().getByRole("button", { name: `Connect ${platform}`, exact: true });
    const [popup] = await Promise.all([page.waitForEvent("popup"), button.click()]);
    await popup.locator(`input[name="account"][value="${login}"]`).check();
    await Promise.all([popup.waitForEvent("close"), popup.getByRole("button", { name: "Allow" }).click()]);
  }

  const control = (path, body, method = "POST") =>
    fetch(`${sandbox}/_control/${path}`, {
      method, headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });

  step("sees every platform, what it brings and what it asks for", async () => {
    await go("Accounts");
    await page.getByRole("button", { name: "Connect account" }).first().click();
    for (const name of [...logins.map((one) => one.name), "Facebook", "LinkedIn"]) {
      await panel().getByRole("button", { name: `Connect ${name}`, exact: true }).waitFor();
    }
    await panel().getByRole("button", { name: /^YouTube: / }).click();
    await panel().getByText("Read the channel and its videos with their figures").waitFor();
    await expectAccessible(page, "connect panel with all platforms", { overlay: true });
    await picture(page, "20-all-platforms");
  });

  for (const { name, login } of logins) {
    step(`connects ${name}`, async () => {
      await signIn(name, login);
      await panel().getByRole("heading", { name: /is connected$/ }).waitFor();
    });
  }

  step("chooses three pages among thirty", async () => {
    await signIn("Facebook", "many.hats");
    await panel().getByRole("heading", { name: "Which Facebook accounts?" }).waitFor();
    await panel().getByText("Your sign-in opens 30").waitFor();
    const connect = panel().getByRole("button", { name: /^Connect/ }).last();
    assert.ok(await connect.isDisabled(), "nothing is chosen yet");
    const boxes = panel().getByRole("checkbox");
    for (const index of [0, 1, 2]) await boxes.nth(index).check();
    await expectAccessible(page, "choice among pages", { overlay: true });
    await picture(page, "21-choose-pages");
    await panel().getByRole("textbox", { name: "Find an account" }).fill("no page is called that");
    await panel().getByText("No account matches").waitFor();
    await panel().getByRole("textbox", { name: "Find an account" }).fill("");
    await panel().getByRole("button", { name: "Connect 3 accounts" }).click();
    await panel().getByRole("heading", { name: "3 accounts are connected" }).waitFor();
    await picture(page, "22-three-connected");
  });

  step("chooses an organisation on a phone", async () => {
    await page.setViewportSize(phone);
    await signIn("LinkedIn", "ada-lindqvist");
    await panel().getByRole("heading", { name: "Which LinkedIn accounts?" }).waitFor();
    await expectNoSidewaysScroll(page, "choice on a phone");
    await panel().getByRole("checkbox").last().check();
    await picture(page, "23-choose-on-a-phone");
    await panel().getByRole("button", { name: "Connect 1 account" }).click();
    await panel().getByRole("heading", { name: /is connected$/ }).waitFor();
    await page.setViewportSize(desktop);
  });

  step("sees all of them in one list, each with its platform's look", async () => {
    await page.goto("/accounts");
    const rows = page.getByRole("table").getByRole("row");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 9);
    await page.waitForFunction(
      () => document.body.innerText.split("Active").length - 1 >= 9, undefined, { timeout: sync_ms_max });
    assert.equal(await rows.count(), 10, "nine accounts and the head");
    await expectAccessible(page, "accounts of all platforms");
    await picture(page, "24-all-accounts");
    await page.setViewportSize(phone);
    await page.goto("/accounts");
    await page.getByText("@ada.bakes").first().waitFor();
    await expectNoSidewaysScroll(page, "accounts on a phone");
    await picture(page, "25-all-accounts-phone");
    await page.setViewportSize(desktop);
    await page.goto("/");
    await page.getByRole("region", { name: "Latest posts" }).locator('button[aria-haspopup="dialog"]').first().waitFor();
    await picture(page, "26-overview-all-platforms");
  });

  step("connects an account again whose access was taken away", async () => {
    await control("faults", { platform: "tiktok", kind: "revoke", account: "ada.loafs" });
    await page.goto("/accounts");
    await page.getByRole("button", { name: /^Sync now: .*ada\.loafs/ }).click();
    await page.getByText("Needs you", { exact: true }).first().waitFor({ timeout: sync_ms_max });
    await expectAccessible(page, "an account that needs its owner");
    await picture(page, "27-needs-you");
    const [popup] = await Promise.all([
      page.waitForEvent("popup"), page.getByRole("button", { name: /^Reconnect/ }).first().click(),
    ]);
    await popup.locator('input[name="account"][value="ada.loafs"]').check();
    await Promise.all([popup.waitForEvent("close"), popup.getByRole("button", { name: "Allow" }).click()]);
    await panel().getByRole("heading", { name: /is connected$/ }).waitFor();
    await page.goto("/accounts");
    await page.getByText("Needs you", { exact: true }).first().waitFor({ state: "detached" });
  });

  step("reads in plain words why a sync ended early", async () => {
    await control("faults", { platform: "x", endpoint: "users_posts", kind: "rate_limit", value: 900, times: 3 });
    await page.goto("/accounts");
    await page.getByRole("button", { name: /^Sync now: .*ada_loafs/ }).click();
    await page.getByRole("button", { name: /^Actions for .*ada_loafs/ }).click();
    await page.getByRole("menuitem", { name: "Sync history" }).click();
    await page.getByText(/limit was reached|used up/i).first().waitFor({ timeout: sync_ms_max });
    await expectAccessible(page, "a sync that met a limit", { overlay: true });
    await picture(page, "28-rate-limited");
    // What is not used up would meet whoever comes next.
    await control("faults", undefined, "DELETE");
  });
});
