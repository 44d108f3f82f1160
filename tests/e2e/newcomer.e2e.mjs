// A newcomer's way through the dashboard, from registering to signing out, against a server with
// its sandbox on: ROSTRUM_URL=http://127.0.0.1:8080 npm --prefix web run e2e
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  desktop, expectAccessible, expectNoSidewaysScroll, newVisitor, openBrowser, phone, picture,
  watchForProgress,
} from "./support.mjs";

const sync_ms_max = 90_000;
const person = {
  name: "Ada Newcomer",
  email: `ada.${Date.now()}@example.com`,
  password: "a long enough password",
};

describe("a newcomer", () => {
  let browser, visitor, page, account, failed;

  before(async () => {
    browser = await openBrowser();
    visitor = await newVisitor(browser);
    page = visitor.page;
  });

  after(async () => {
    if (failed) await picture(page, "failed");
    await browser.close();
    assert.deepEqual(visitor.broken, [], "errors in the page");
  });

  /** Steps build on each other: after a failure the rest would only hide it. */
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

  /** Opens the platform's window from a button and waits until its form is there. */
  async function consent(button) {
    const [popup] = await Promise.all([page.waitForEvent("popup"), button.click()]);
    await popup.locator('input[name="account"]').first().waitFor();
    return popup;
  }

  step("sees the rules before typing and errors at the fields", async () => {
    await page.goto("/sign-in");
    await heading("Sign in").waitFor();
    await expectAccessible(page, "sign in");
    await picture(page, "01-sign-in");
    await page.getByRole("link", { name: "Create an account" }).click();
    await heading("Create your account").waitFor();
    await page.getByText("At least 10 characters").waitFor();
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("5 more characters needed.").waitFor();
    await page.getByText("Name is needed.").waitFor();
    await expectAccessible(page, "register with errors");
    await picture(page, "02-register-errors");
  });

  step("registers and sees an empty overview", async () => {
    await page.getByLabel("Name").fill(person.name);
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await heading("Overview").waitFor();
    await page.getByRole("heading", { name: "Connect your first account" }).waitFor();
    await expectAccessible(page, "empty overview");
    await picture(page, "03-overview-empty");
    await go("Accounts");
    await page.getByRole("heading", { name: "No accounts yet" }).waitFor();
    await expectAccessible(page, "empty accounts");
    await go("Analytics");
    await page.getByRole("heading", { name: "Nothing to analyse yet" }).waitFor();
    await expectAccessible(page, "empty analytics");
  });

  step("is told in plain words when access is denied", async () => {
    await go("Overview");
    await page.getByRole("button", { name: "Connect account" }).click();
    const panel = page.getByRole("dialog", { name: "Connect an account" });
    await panel.getByRole("button", { name: "Connect Instagram", exact: true }).waitFor();
    await expectAccessible(page, "connect panel", { overlay: true });
    await picture(page, "04-connect-panel");
    const popup = await consent(panel.getByRole("button", { name: "Connect Instagram", exact: true }));
    await popup.getByRole("button", { name: "Deny" }).click();
    const alert = panel.getByRole("alert");
    await alert.getByText("Instagram was not connected").waitFor();
    await alert.getByText("You did not allow access").waitFor();
    await expectAccessible(page, "connect denied", { overlay: true });
    await picture(page, "05-connect-denied");
  });

  step("may close the window and try again", async () => {
    const panel = page.getByRole("dialog", { name: "Connect an account" });
    const popup = await consent(panel.getByRole("button", { name: "Try again" }));
    await panel.getByText("Waiting for you at Instagram").waitFor();
    await popup.close();
    await panel.getByText("The window was closed", { exact: true }).waitFor();
  });

  step("connects an Instagram account in the window", async () => {
    const panel = page.getByRole("dialog", { name: "Connect an account" });
    const popup = await consent(panel.getByRole("button", { name: "Try again" }));
    await popup.locator('input[name="account"]').first().check();
    await Promise.all([
      popup.waitForEvent("close"),
      popup.getByRole("button", { name: "Allow" }).click(),
    ]);
    const done = panel.getByRole("heading", { name: /is connected$/ });
    await done.waitFor();
    await picture(page, "06-connected");
    await panel.getByRole("link", { name: "View account" }).click();
    await page.waitForURL(/\/accounts\/[^/]+$/);
    account = new URL(page.url()).pathname;
  });

  step("sees the profile and the follower history arrive", async () => {
    await page.getByText("Active", { exact: true }).waitFor({ timeout: sync_ms_max });
    const followers = page.getByRole("region", { name: "Followers" });
    await followers.getByText("Table", { exact: true }).click();
    await followers.getByRole("cell", { name: /^[\d,]+$/ }).first().waitFor();
    await expectAccessible(page, "follower table");
    await followers.getByText("Chart", { exact: true }).click();
    await page.getByRole("region", { name: "Best times to post" }).waitFor();
    await expectAccessible(page, "account");
    await picture(page, "07-account");
  });

  step("sees posts with their insights, and their details", async () => {
    await page.getByRole("tab", { name: "Posts" }).click();
    const table = page.getByRole("table", { name: "Posts" });
    await table.getByRole("cell", { name: /^[\d.]+ %$/ }).first().waitFor();
    await expectAccessible(page, "posts of an account");
    await picture(page, "08-account-posts");
    await table.getByRole("button", { name: "Likes" }).click();
    await table.locator('th[aria-sort="descending"]', { hasText: "Likes" }).waitFor();
    await table.locator('button[aria-haspopup="dialog"]').first().click();
    await page.getByRole("dialog", { name: "Post" }).getByText("Engagement").waitFor();
    await expectAccessible(page, "post", { overlay: true });
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Sync history" }).click();
    await page.getByText("First sync").first().waitFor();
    await expectAccessible(page, "sync history");
  });

  step("sees the totals and the latest posts on the overview", async () => {
    await go("Overview");
    await page.getByRole("region", { name: "Followers over all accounts" }).waitFor();
    await page.getByRole("region", { name: "Latest posts" }).locator('button[aria-haspopup="dialog"]').first().waitFor();
    await expectAccessible(page, "overview");
    await picture(page, "09-overview");
  });

  step("finds the posts of all accounts in analytics and takes them along", async () => {
    await go("Analytics");
    const table = page.getByRole("table", { name: "Posts" });
    await table.locator('button[aria-haspopup="dialog"]').first().waitFor();
    await expectAccessible(page, "analytics");
    await picture(page, "10-analytics");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.csv$/);
    await page.getByRole("tab", { name: "Best times" }).click();
    await page.getByRole("region", { name: "Best times to post" }).waitFor();
    await expectAccessible(page, "best times");
    await page.getByRole("tab", { name: "By account" }).click();
    await page.getByRole("columnheader", { name: "Share of followers" }).waitFor();
    await expectAccessible(page, "by account");
  });

  step("syncs again and sees it move", async () => {
    await go("Accounts");
    const sync = page.getByRole("button", { name: /^Sync now: / });
    await sync.waitFor();
    await expectAccessible(page, "accounts");
    const progressWasShown = await watchForProgress(page);
    await sync.click();
    await page.getByText(/^Syncing @?.+\.$/).waitFor();
    await progressWasShown();
    await picture(page, "11-syncing");
    await page.getByText("Active", { exact: true }).waitFor({ timeout: sync_ms_max });
  });

  step("goes anywhere from the command palette", async () => {
    await page.keyboard.press("Control+k");
    const search = page.getByPlaceholder("Go anywhere");
    await search.waitFor();
    await expectAccessible(page, "command palette", { overlay: true });
    await picture(page, "12-palette");
    await search.fill("settings");
    await page.keyboard.press("Enter");
    await heading("Settings").waitFor();
  });

  step("makes an API key that is shown once", async () => {
    for (const tab of ["Profile", "Workspace", "Members", "Sessions"]) {
      await page.getByRole("tab", { name: tab }).click();
      await page.getByRole("tabpanel").getByRole("heading", { level: 2 }).first().waitFor();
      await expectAccessible(page, `settings: ${tab}`);
    }
    await page.getByRole("tab", { name: "API keys" }).click();
    await page.getByRole("button", { name: "Create key" }).click();
    const dialog = page.getByRole("dialog", { name: "New API key" });
    await dialog.getByLabel("Name").fill("reporting");
    await dialog.getByRole("button", { name: "Create key" }).click();
    await dialog.getByText(/^rk_/).waitFor();
    await expectAccessible(page, "new API key", { overlay: true });
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("listitem").filter({ hasText: "reporting" }).first().waitFor();
    assert.equal(await page.getByText(/^rk_\S{20,}/).count(), 0, "the key is gone");
    await expectAccessible(page, "API keys");
  });

  step("invites a member", async () => {
    await page.getByRole("tab", { name: "Members" }).click();
    await page.getByRole("button", { name: "Invite member" }).click();
    const dialog = page.getByRole("dialog", { name: "Invite a member" });
    await dialog.getByLabel("E-mail").fill(`grace.${Date.now()}@example.com`);
    await dialog.getByRole("button", { name: "Create invitation" }).click();
    await dialog.getByText(/\/register\?invite=/).waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Invited").first().waitFor();
  });

  step("looks at the jobs", async () => {
    await go("Admin");
    await heading("Jobs").waitFor();
    await page.getByText("No dead jobs").waitFor();
    await expectAccessible(page, "jobs");
  });

  step("works in the dark and on a phone", async () => {
    await page.getByRole("button", { name: "Use the dark theme" }).click();
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await page.setViewportSize(phone);
    for (const [place, path] of Object.entries({
      overview: "/", accounts: "/accounts", account, analytics: "/analytics", settings: "/settings/members",
    })) {
      await page.goto(path);
      await page.locator("h1").first().waitFor();
      await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
      await expectNoSidewaysScroll(page, place);
      await expectAccessible(page, `${place} in the dark on a phone`);
      await picture(page, `13-phone-dark-${place}`);
    }
    await page.setViewportSize(desktop);
    await page.goto(account);
    await page.locator("h1").first().waitFor();
    await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
    await expectAccessible(page, "account in the dark");
    await picture(page, "14-dark-account");
  });

  step("disconnects, and the data stays", async () => {
    await page.goto("/accounts");
    await page.getByRole("button", { name: /^Actions for / }).click();
    await page.getByRole("menuitem", { name: "Disconnect" }).click();
    const dialog = page.getByRole("dialog", { name: /^Disconnect / });
    await dialog.getByText(/\d+ posts? and \d+ days? of follower history are kept/).waitFor();
    await expectAccessible(page, "disconnect", { overlay: true });
    await picture(page, "15-disconnect");
    await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
    await page.getByRole("region", { name: "Disconnected" }).waitFor();
    await expectAccessible(page, "accounts after the disconnect");
    await page.goto(`${account}?tab=posts`);
    await page.getByText("This account is disconnected.").waitFor();
    await page.locator('button[aria-haspopup="dialog"]').nth(2).waitFor();
    await expectAccessible(page, "disconnected account");
    await picture(page, "16-disconnected");
  });

  step("signs out", async () => {
    await page.getByRole("button", { name: /^Your account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await heading("Sign in").waitFor();
    await page.goto("/accounts");
    await heading("Sign in").waitFor();
  });

  step("signs in with the keyboard alone", async () => {
    await page.getByLabel("E-mail").and(page.locator(":focus")).waitFor();
    await page.keyboard.type(person.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type("not the password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectAccessible(page, "wrong password");
    await picture(page, "17-wrong-password");
    await page.keyboard.press("Control+a");
    await page.keyboard.type(person.password);
    await page.keyboard.press("Enter");
    await heading("Accounts").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("main:focus").waitFor();
  });
});
