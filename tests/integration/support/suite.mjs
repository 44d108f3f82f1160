// A group of tests that runs on each database, with a server of its own.
import { after, before, beforeEach, describe } from "node:test";
import { databases } from "./databases.mjs";
import { Client } from "./http.mjs";
import { Installation } from "./server.mjs";

/**
 * Declares the tests once per database. `declare` gets `here`: {server, sandbox, installation, nobody} once they run.
 * `allowedErrors`: what the tests make the server log as an error.
 */
export function onEachDatabase(name, declare, { settings, sandbox, allowedErrors = [], only } = {}) {
  for (const database of databases) {
    if (only && database.name !== only) continue;
    describe(`${name} on ${database.name}`, () => {
      const here = { database };
      before(async () => {
        here.installation = await Installation.create(database, { settings, sandbox });
        here.server = await here.installation.start();
        here.sandbox = here.installation.sandbox;
        here.nobody = new Client(here.server);
      });
      // A server that died fails the test that it died in, and not all that come after.
      beforeEach(async () => {
        if (here.server?.child.isOver && here.server.crashed()) here.server = await here.installation.start();
      });
      after(async () => {
        if (!here.installation) return;
        try {
          await here.installation.stopAll();
        } finally {
          await here.installation.close({ allowedErrors });
        }
      });
      declare(here);
    });
  }
}
