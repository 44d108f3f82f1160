// Somebody who publishes: writes a post with two images for three platforms, sees what the server says to it, schedules it, moves it
// on the calendar by drag and by key, watches it go out and opens what became of it.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { after, before, describe, it } from "node:test";
import {
  expectAccessible, expectNoSidewaysScroll, newVisitor, openBrowser, phone, picture,
} from "./support.mjs";

const publish_ms_max = 120_000;
/** A clock shows full minutes: 15 to 75 seconds are left until then. */
const soon_ms = 75_000;
const logins = [
  { name: "Instagram", login: "ada.bakes" },
  { name: "Facebook", login: "ada.lindqvist" },
  { name: "X", login: "emoji_lab" },
];
const text = `Fresh bread from the oven ${Date.now()}`;

/** A square JPEG, which every platform takes; drawn by the browser. */
async function jpeg(page, name, colour) {
  const base64 = await page.evaluate((fill) => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 640;
    const pen = canvas.getContext("2d");
    pen.fillStyle = fill;
    pen.fillRect(0, 0, 640, 640);
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
  }, colour);
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(base64, "base64") };
}

/** The wall clock some time from now, as a datetime field wants it. The workspace is in UTC. */
const clock = (ms) => new Date(Date.now() + ms).toISOString().slice(0, 16);
const day_ms = 24 * 3600 * 1000;

describe("somebody who publishes", () => {
  let browser, visitor, page, failed, post, campaign;

  before(async () => {
    browser = await openBrowser();
    visitor = await newVisitor(browser);
    page = visitor.page;
    await page.goto("/register");
    await page.getByLabel("Name").fill("Petra Publisher");
    await page.getByLabel("E-mail").fill(`petra.${Date.now()}@example.com`);
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: "Create account" }).click();
    await heading("Overview").waitFor();
  });

  after(async () => {
    if (failed) await picture(page, "publishing-failed");
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

  const heading = (name) => page.getByRole("heading", { level: 1, name, exact: true });
  const panel = () => page.getByRole("dialog", { name: "Connect an account" });
  const loaded = () => page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });

  async function connect(platform, login) {
    await page.goto("/accounts");
    await page.getByRole("button", { name: "Connect account" }).first().click();
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      panel().getByRole("button", { name: `Connect ${platform}`, exact: true }).click(),
    ]);
    await popup.locator(`input[name="account"][value="${login}"]`).check();
    await Promise.all([popup.waitForEvent("close"), popup.getByRole("button", { name: "Allow" }).click()]);
    await panel().getByRole("heading", { name: /connected$/ }).waitFor();
    await page.keyboard.press("Escape");
    await panel().waitFor({ state: "detached" });
  }

  for (const { name, login } of logins) step(`connects ${name}`, () => connect(name, login));

  step("writes a post with two images for three platforms", async () => {
    await page.getByRole("link", { name: "New post" }).first().click();
    await heading("New post").waitFor();
    await page.getByRole("textbox", { name: "Text", exact: true }).fill(text);
    for (const box of await page.getByRole("group", { name: "Accounts" }).getByRole("checkbox").all()) await box.check();
    await page.locator('input[type="file"]').first().setInputFiles([
      await jpeg(page, "crust.jpg", "#b5651d"), await jpeg(page, "crumb.jpg", "#f5deb3"),
    ]);
    await page.getByRole("list", { name: "Media" }).getByText("crumb.jpg").waitFor();
    await page.getByRole("button", { name: "Move crumb.jpg earlier" }).click();
    const names = page.getByRole("list", { name: "Media" }).getByRole("listitem");
    assert.match(await names.first().textContent(), /crumb\.jpg/);
    await page.getByLabel("Alternative text of crumb.jpg").fill("The crumb of a loaf");
    await page.getByLabel("Alternative text of crumb.jpg").blur();
    await page.getByText("Ready for every account").waitFor();
    await expectAccessible(page, "composer");
    await picture(page, "30-composer");
  });

  step("is told where a text is too long, at its field", async () => {
    await page.getByRole("tab", { name: /^X/ }).click();
    await page.getByRole("button", { name: "Write its own text" }).click();
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("long ".repeat(100));
    await page.getByText(/characters, and 280 are allowed/).waitFor();
    assert.ok(await page.getByRole("button", { name: "Publish now" }).isDisabled());
    await page.getByRole("button", { name: "Same as main again" }).click();
    await page.getByText("Ready for every account").waitFor();
  });

  step("keeps the draft over a reload", async () => {
    await page.getByText(/Draft kept in this browser/).waitFor();
    await page.reload();
    await page.getByText("Your draft is back as you left it.").waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Text", exact: true }).inputValue(), text);
    await page.getByRole("list", { name: "Media" }).getByText("crumb.jpg").waitFor();
  });

  step("schedules it", async () => {
    await page.getByText("At a time").click();
    await page.getByLabel("Date and time").fill(clock(2 * day_ms));
    await page.getByRole("button", { name: "Schedule", exact: true }).click();
    await heading("Post").waitFor();
    post = new URL(page.url()).pathname;
    await page.getByText("Scheduled", { exact: true }).waitFor();
    await expectAccessible(page, "post");
    await picture(page, "31-scheduled");
  });

  step("moves it on the calendar by drag, and takes that back", async () => {
    await page.goto(`/calendar?view=week&day=${clock(2 * day_ms).slice(0, 10)}`);
    await loaded();
    const days = page.locator("[data-day]");
    const card = page.locator(`a[href="${post}"]`);
    const from = await card.locator("xpath=ancestor::section").getAttribute("data-day");
    const all = await days.evaluateAll((sections) => sections.map((one) => one.dataset.day));
    const today = clock(0).slice(0, 10);
    const to = all.find((day) => day > today && day !== from);
    assert.ok(to, "a week in which there is another day to come");
    await card.dragTo(page.locator(`[data-day="${to}"]`));
    await page.getByText(/^Moved to/).waitFor();
    await page.locator(`[data-day="${to}"] a[href="${post}"]`).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(`[data-day="${from}"] a[href="${post}"]`).waitFor();
    await expectAccessible(page, "calendar");
    await picture(page, "32-calendar");
  });

  step("moves it with the keyboard", async () => {
    await page.locator(`a[href="${post}"]`).focus();
    await page.keyboard.press("m");
    const dialog = page.getByRole("dialog", { name: "Move to another time" });
    await dialog.getByLabel("Date and time").fill(clock(-day_ms));
    await dialog.getByRole("button", { name: "Move" }).click();
    await dialog.getByText("That time is past.").waitFor();
    await dialog.getByLabel("Date and time").fill(clock(soon_ms));
    await dialog.getByRole("button", { name: "Move" }).click();
    await dialog.waitFor({ state: "detached" });
  });

  step("watches it go out by itself and opens it on each platform", async () => {
    await page.goto(post);
    await page.getByText("Scheduled", { exact: true }).waitFor();
    await page.getByText("Published", { exact: true }).nth(logins.length).waitFor({ timeout: publish_ms_max });
    for (const { name } of logins) {
      const link = page.getByRole("link", { name: `Open on ${name} ` });
      const [tab] = await Promise.all([page.waitForEvent("popup"), link.click()]);
      await tab.getByText(text).first().waitFor();
      assert.ok(tab.url().startsWith(process.env.ROSTRUM_SANDBOX_URL), tab.url());
      await tab.close();
    }
    await expectAccessible(page, "published post");
    await picture(page, "33-published");
  });

  step("finds the images in the library, in use", async () => {
    await page.getByRole("link", { name: "Media", exact: true }).first().click();
    await heading("Media").waitFor();
    await page.getByRole("button", { name: /crumb\.jpg/ }).click();
    const drawer = page.getByRole("dialog", { name: "crumb.jpg" });
    await drawer.getByText("640 × 640").waitFor();
    assert.ok(await drawer.getByRole("button", { name: "Delete" }).isDisabled(), "a post uses it");
    await expectAccessible(page, "details of a file", { overlay: true });
    await page.keyboard.press("Escape");
  });

  step("plans a campaign", async () => {
    await page.goto("/campaigns");
    await page.getByRole("button", { name: "New campaign" }).click();
    await page.getByLabel("Name").fill("Advent");
    await page.getByRole("button", { name: "Save" }).click();
    await heading("Advent").waitFor();
    campaign = new URL(page.url()).pathname;
    await page.getByRole("tab", { name: "Plan" }).click();
    await page.getByRole("textbox", { name: "Texts" }).fill("First Sunday\n---\nSecond Sunday\n---\nThird Sunday");
    await page.getByRole("group", { name: "Accounts" }).getByRole("checkbox", { name: /emoji_lab/ }).check();
    await page.getByLabel("First post").fill(clock(day_ms));
    await page.getByLabel("Hours between two").fill("168");
    assert.equal(await page.getByRole("listitem", { name: /^Post / }).count(), 3);
    await picture(page, "34-plan");
    await page.getByRole("button", { name: "Schedule 3 posts" }).click();
    await page.getByText("3 posts are scheduled.").waitFor();
    await page.getByRole("link", { name: /Second Sunday/ }).waitFor();
    await expectAccessible(page, "campaign");
  });

  const slotText = `Whenever there is room ${Date.now()}`;

  /** Adds a slot where one looks at them. */
  async function addSlot(place, day, time) {
    await place.getByRole("combobox", { name: "Day", exact: true }).click();
    await page.getByRole("option", { name: day }).click();
    await place.getByLabel("Time", { exact: true }).fill(time);
    await place.getByRole("button", { name: "Add slot" }).click();
    await place.getByRole("button", { name: `Remove ${day} ${time} UTC` }).waitFor();
  }

  step("is told how to get slots, and adds some", async () => {
    await page.goto("/posts/new");
    await page.getByRole("textbox", { name: "Text", exact: true }).fill(slotText);
    await page.getByRole("checkbox", { name: /emoji_lab/ }).check();
    await page.getByText("Next free slot").click();
    await page.getByText("There is no free slot").waitFor();
    await page.getByRole("link", { name: "Add slots" }).click();
    const drawer = page.getByRole("dialog", { name: "Slots" });
    await drawer.getByText("No slots yet").waitFor();
    await addSlot(drawer, "Monday", "09:15");
    await addSlot(drawer, "Friday", "18:30");
    await drawer.getByLabel("Time", { exact: true }).fill("18:30");
    await drawer.getByRole("button", { name: "Add slot" }).click();
    await drawer.getByText("This slot is there already.").waitFor();
    await drawer.getByRole("button", { name: "Remove Friday 18:30 UTC" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await drawer.getByRole("button", { name: "Remove Friday 18:30 UTC" }).waitFor();
    await expectAccessible(page, "slots", { overlay: true });
    await picture(page, "36-slots");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
  });

  step("has a post find its time by itself", async () => {
    await page.getByRole("link", { name: "New post" }).first().click();
    await page.getByText("Your draft is back as you left it.").waitFor();
    await page.getByText("Next free slot").click();
    const words = await page.getByRole("status").filter({ hasText: "Goes out" }).textContent();
    const [, at] = /Goes out (\d+ \w+ \d+, (?:09:15|18:30) UTC)/.exec(words) ?? [];
    assert.ok(at, words);
    await expectAccessible(page, "composer with a slot");
    await picture(page, "37-next-free-slot");
    await page.getByRole("button", { name: "Schedule", exact: true }).click();
    await heading("Post").waitFor();
    await page.getByText(`Scheduled for ${at}.`).waitFor();
    await page.getByText(/At a weekly slot/).waitFor();
    // The slot is taken: it stays with this post, and the next one gets another.
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByText(`Keeps its slot ${at}`).waitFor();
    await page.goto("/posts/new");
    await page.getByText("Next free slot").click();
    const next = await page.getByRole("status").filter({ hasText: "Goes out" }).textContent();
    assert.ok(!next.includes(at), next);
  });

  step("gives a campaign slots of its own", async () => {
    await page.goto(`${campaign}?tab=slots`);
    const section = page.getByRole("region", { name: "Slots", exact: true });
    await addSlot(section, "Wednesday", "07:45");
    await expectAccessible(page, "slots of a campaign");
    await picture(page, "38-campaign-slots");
    await page.goto(`/posts/new?campaign=${campaign.split("/").at(-1)}`);
    await page.getByText("Next free slot").click();
    await page.getByText(/Goes out .* 07:45 UTC/).waitFor();
  });

  step("compares two variants of a post", async () => {
    await page.goto(campaign);
    await page.getByRole("link", { name: /First Sunday/ }).click();
    await page.getByRole("button", { name: "Duplicate as variant" }).click();
    const dialog = page.getByRole("dialog", { name: "Duplicate as variant" });
    await dialog.getByRole("textbox", { name: "Test", exact: true }).fill("Opening words");
    await expectAccessible(page, "duplicate as variant", { overlay: true });
    await dialog.getByRole("button", { name: "Make the copy" }).click();
    await heading("Edit post").waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Text", exact: true }).inputValue(), "First Sunday");
    assert.equal(await page.getByLabel("Test", { exact: true }).first().inputValue(), "Opening words");
    const variant = page.getByRole("textbox", { name: "Variant" });
    assert.equal(await variant.inputValue(), "B");
    await variant.fill("");
    await page.getByText("A test needs a variant, and a variant needs a test.").first().waitFor();
    await variant.fill("B");
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("The first light of Advent");
    await page.getByText("Ready for every account").waitFor();
    await expectAccessible(page, "composer of a variant");
    await picture(page, "39-composer-variant");
    await page.getByText("Now", { exact: true }).click();
    await page.getByRole("button", { name: "Publish now" }).click();
    await heading("Post").waitFor();
    await page.getByText("Published", { exact: true }).nth(1).waitFor({ timeout: publish_ms_max });
    await page.getByRole("link", { name: "Variant B of Opening words" }).click();
    await page.getByRole("columnheader", { name: "Variant A" }).waitFor();
    await page.getByRole("columnheader", { name: "Variant B" }).waitFor();
    await page.getByText(/^1 post, live on 1 account/).waitFor();
    await page.getByText("1 post, not live yet").waitFor();
    await page.getByRole("link", { name: "First Sunday" }).click();
    await page.getByRole("button", { name: "Publish now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish now" }).click();
    await page.getByText("Published", { exact: true }).nth(1).waitFor({ timeout: publish_ms_max });
  });

  /** Syncs an account without a click, and waits for its end. */
  const syncOf = (name) => page.evaluate(async (externalName) => {
    const ask = async (path, method = "GET") => (await fetch(`/api/v1${path}`, { method })).json();
    const { id } = (await ask("/connections")).data.find((one) => JSON.stringify(one).includes(externalName));
    await ask(`/connections/${id}/sync`, "POST");
    for (;;) {
      const [latest] = (await ask(`/connections/${id}/sync-runs?limit=1`)).data;
      if (latest.status !== "running") return latest;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }, name);

  step("sees what the variants did after a sync, also one that ended before the page could hear of it", async () => {
    let open;
    const held = new Promise((resolve) => {
      open = resolve;
    });
    await page.route("**/api/v1/events*", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${campaign}?tab=variants`);
    await page.getByText("No figures yet.").waitFor();
    const run = await syncOf("emoji_lab");
    assert.equal(run.status, "success", JSON.stringify(run));
    open();
    await page.getByRole("rowheader", { name: "Likes" }).waitFor();
    await expectAccessible(page, "variants");
    await page.getByText("None is ahead yet.").waitFor();
    await page.unroute("**/api/v1/events*");
  });

  step("sees which variant did best", async () => {
    // Nobody in the sandbox has seen the posts yet: the figures are made up, and a test with long names.
    await page.route("**/api/v1/campaigns/*/variants", async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      answer.data[0].variants.forEach((one, index) =>
        Object.assign(one, { views: 1200 + 900 * index, likes: 40 + 130 * index, engagement: 48 + 140 * index, engagementRate: 4 + 4.2 * index }));
      answer.data.push({ group: "W".repeat(100), variants: [{ ...answer.data[0].variants[0], variant: "x".repeat(100) }] });
      await route.fulfill({ response, json: answer });
    });
    await page.reload();
    await page.getByRole("columnheader", { name: "Variant B Best" }).waitFor();
    await page.getByText(/^Marked by engagement rate/).waitFor();
    await expectAccessible(page, "the best variant");
    await picture(page, "40-variants");
  });

  step("works in the dark and on a phone", async () => {
    await page.getByRole("button", { name: "Use the dark theme" }).click();
    await page.setViewportSize(phone);
    for (const [name, path] of Object.entries({
      composer: "/posts/new", calendar: "/calendar", month: "/calendar?view=month", post, media: "/media", campaigns: "/campaigns",
      variants: `${campaign}?tab=variants`, "campaign-slots": `${campaign}?tab=slots`,
    })) {
      await page.goto(path);
      await page.locator("h1").first().waitFor();
      await loaded();
      await expectNoSidewaysScroll(page, name);
      await expectAccessible(page, `${name} in the dark on a phone`);
      await picture(page, `35-phone-dark-${name}`);
    }
    await page.goto("/calendar?slots=open");
    await page.getByRole("dialog", { name: "Slots" }).getByText("Monday", { exact: true }).waitFor();
    await expectAccessible(page, "slots in the dark on a phone", { overlay: true });
    await picture(page, "35-phone-dark-slots");
    await page.goto("/posts/new");
    await page.getByText("Next free slot").click();
    await page.getByText(/Goes out/).scrollIntoViewIfNeeded();
    await expectNoSidewaysScroll(page, "next free slot");
    await picture(page, "35-phone-dark-next-slot");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Campaigns" }).click();
    await heading("Campaigns").waitFor();
  });
});
