// The change feed as a list.
import assert from "node:assert/strict";
import { ok } from "./http.mjs";
import { newOwner } from "./people.mjs";
import { until } from "./wait.mjs";

const feed = "/api/v1/events";

async function pages(client, limit, cursor) {
  const events = [];
  for (;;) {
    const page = ok(await client.get(`${feed}?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`));
    assert.ok(page.data.length <= limit);
    events.push(...page.data);
    cursor = page.nextCursor;
    if (page.data.length === 0) return { events, cursor };
  }
}

/**
 * Resolves when the feed tells of all that was committed before the call. On PostgreSQL an event is not told while a
 * transaction that began before it, in any workspace, is still under way; an event of another workspace serves as the mark.
 */
async function caughtUp(client) {
  const mark = await newOwner(client.server, "Mark");
  ok(await mark.post("/api/v1/campaigns", { name: "The mark" }), 201);
  await until("the feed tells of the mark", async () => (await pages(mark, 100)).events.length > 0);
}

/** Reads the feed to its end, in pages: all that was committed before the call, and where to go on from. */
export async function readFeed(client, { limit = 100, cursor } = {}) {
  await caughtUp(client);
  return pages(client, limit, cursor);
}

/** All events of the workspace, the oldest first. */
export const eventsOf = async (client) => (await readFeed(client)).events;
