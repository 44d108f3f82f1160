// Accounts at the simulated platforms, connected as people do it.
import { connect, newOwner } from '../../../tests/integration/support/people.mjs';
import { until } from '../../../tests/integration/support/wait.mjs';
import { each } from './each.js';
import { platforms } from './processes.js';

const firstSyncsSecondsMax = 600;
const ownersAtOnce = 4;

// Those that have more posts than one sync reads; an account may be connected once in each workspace.
const logins = {
  tiktok: ['ada.loafs', 'northpeak.gear', 'emoji.lab', 'dar.alhikma', 'fading.star', 'the.archive'],
  x: ['ada_loafs', 'northpeak_gear', 'emoji_lab', 'dar_alhikma', 'the_archive', 'hidden_counts'],
  youtube: ['adabakesbread', 'northpeakfilms', 'emojilab', 'daralhikma', 'uncounted', 'thearchive'],
};

/** Connects all logins in so many new workspaces, and waits for the first syncs; resolves with {id, platform, account, key}. */
export async function connectAll(server, database, workspaces) {
  const accounts = [];
  await each(Array.from({ length: workspaces }, (_, index) => index), ownersAtOnce, async () => {
    const owner = await newOwner(server, 'Bench');
    // Outlives the sign-in, and the server.
    const { key } = (await owner.post('/api/v1/api-keys', { name: 'bench', role: 'editor' })).json;
    for (const platform of platforms) {
      for (const account of logins[platform]) {
        accounts.push({ id: await connect(owner, account, { platform }), platform, account, key });
      }
    }
  });
  const ended = "SELECT count(*)::int AS ended FROM sync_runs WHERE status <> 'running'";
  await until('the first syncs have ended', async () => (await database.query(ended)).rows[0].ended >= accounts.length, {
    seconds: firstSyncsSecondsMax,
  });
  const { rows } = await database.query("SELECT DISTINCT error_message FROM sync_runs WHERE status <> 'success'");
  if (rows.length > 0) throw new Error(`first syncs failed: ${rows.map((row) => row.error_message).join('; ')}`);
  return accounts;
}
