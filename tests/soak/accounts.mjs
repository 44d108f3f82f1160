// Which accounts are connected, how many of each platform, and how: the way a person does it, over HTTP.
import { send } from "../integration/support/http.mjs";
import { password } from "../integration/support/people.mjs";

const concurrency = 16;

/**
 * What each platform takes of the connections, and which of its simulated people never end by themselves. `share` and `max`
 * follow from the quotas: what `rostrum plan` says a day carries, the first sync of the same day included. Two quotas are met
 * on purpose: X allows 75 calls of a user in a quarter of an hour, and `together` connections of one user come due at
 * once; TikTok allows the app 600 in a minute. `eachRound` is how many sign-ins are tried at once (at X: with each user, so
 * that they leave room for the first syncs: whose call it is, is not known before a sign-in is answered).
 */
const plan = [
  // A Google account holds 100 refresh tokens of an app: the next one ends the oldest.
  { platform: "youtube", share: 0.03, max: 540, eachRound: 120, accounts: ["adabakesbread", "quietnewcomer", "emojilab", "daralhikma", "uncounted", "thearchive"] },
  { platform: "linkedin", share: 0.07, max: 700, eachRound: 100, pick: /organization/, accounts: ["nina-neumann", "ada-lindqvist", "emi-tanaka", "yusuf-haddad"] },
  { platform: "x", share: 0.15, least: 80, together: 80, eachRound: 30, accounts: ["ada_loafs", "quiet_newcomer", "emoji_lab", "dar_alhikma", "hidden_counts", "long_reads"] },
  { platform: "tiktok", share: 0.2, eachRound: 400, accounts: ["ada.loafs", "northpeak.gear", "quiet.newcomer", "emoji.lab", "dar.alhikma", "the.archive"] },
  { platform: "facebook", share: 0.3, eachRound: 60, pages: { "many.hats": 30 }, accounts: ["bianca.blank", "wanda.workshop", "tina.tiny", "many.hats"] },
  { platform: "instagram", share: 0.25, eachRound: 300, accounts: ["blank.canvas", "tiny.pottery", "quiet.cellar", "half.there", "sunny.side.emoji", "mind.the.gaps"] },
];

/** Sign-ins by platform: {platform, account, workspace, wanted}, each workspace with each account at most once. */
export function signIns(connections) {
  const fixed = plan.reduce((sum, { least = 0 }) => sum + least, 0);
  const shared = plan.map(({ share, least = 0, max = Infinity }) => Math.min(Math.max(1, least + Math.floor(share * (connections - fixed))), max));
  // What YouTube and LinkedIn cannot carry goes to the last one.
  shared[shared.length - 1] += connections - shared.reduce((sum, count) => sum + count, 0);
  return plan.map((row, i) => {
    const accounts = row.together ? row.accounts.slice(0, Math.max(1, Math.floor(shared[i] / row.together))) : row.accounts;
    const list = [];
    for (let left = shared[i], k = 0; left > 0; k += 1) {
      const account = accounts[k % accounts.length];
      const wanted = Math.min(left, row.pages?.[account] ?? 1);
      list.push({ platform: row.platform, account, pick: row.pick, wanted, workspace: Math.floor(k / accounts.length) });
      left -= wanted;
    }
    return { eachRound: row.together ? row.eachRound * accounts.length : row.eachRound, waiting: list };
  });
}

/** Runs `work` for each item, some at the same time. */
export async function inParallel(items, work, atOnce = concurrency) {
  const queue = [...items];
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
    while (queue.length > 0) await work(queue.shift());
  }));
}

async function call(node, method, path, { token, body } = {}) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  if (payload !== undefined) Object.assign(headers, { "content-type": "application/json", "content-length": Buffer.byteLength(payload) });
  const answer = await send(node.url + path, { method, headers, body: payload, agent: node.agent });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return answer;
}

/** Workspaces of one owner, each as the API key of a program that may connect accounts. */
export async function makeWorkspaces(node, count) {
  const owner = (await call(node, "POST", "/api/v1/auth/register", { body: { email: "soak@example.com", password, name: "Soak" } })).json;
  const makeKey = async (token) => (await call(node, "POST", "/api/v1/api-keys", { token, body: { name: "soak", role: "editor" } })).json.key;
  let token = owner.accessToken;
  const workspaceKeys = [await makeKey(token)];
  while (workspaceKeys.length < count) {
    const made = (await call(node, "POST", "/api/v1/workspaces", { token, body: { name: `Workspace ${workspaceKeys.length + 1}` } })).json;
    token = (await call(node, "POST", "/api/v1/auth/switch", { token, body: { workspaceId: made.id } })).json.accessToken;
    workspaceKeys.push(await makeKey(token));
  }
  return workspaceKeys;
}

async function choose(node, token, choice, { pick, wanted }) {
  const { accounts } = (await call(node, "GET", `/api/v1/account-choices/${choice}`, { token })).json;
  const externalIds = accounts.map((one) => one.externalId).filter((id) => !pick || pick.test(id)).slice(0, wanted);
  await call(node, "POST", `/api/v1/account-choices/${choice}`, { token, body: { externalIds } });
}

/** Signs in at the platform and connects what it opens. Throws when that did not work; then nothing is connected. */
export async function signIn(nodes, cluster, token, wanted) {
  const { platform, account } = wanted;
  const begun = (await call(nodes[0], "POST", `/api/v1/connections/${platform}/authorize`, { token, body: { returnTo: "/accounts" } })).json;
  const consent = new URL(begun.url);
  consent.searchParams.set("auto", "allow");
  consent.searchParams.set("account", account);
  const granted = await send(consent, { agent: cluster.sandboxAgent });
  if (granted.status !== 302) throw new Error(`${platform}: the consent page answers ${granted.status} ${granted.text.slice(0, 300)}`);
  const back = new URL(granted.headers.location.split("#")[0]);
  // Whichever node the browser is led to, it knows of the sign-in that another one began.
  const answer = await call(nodes[1 % nodes.length], "GET", back.pathname + back.search);
  const outcome = new URL(answer.headers.location ?? "/", nodes[0].url).searchParams;
  if (outcome.get("choose")) return choose(nodes[0], token, outcome.get("choose"), wanted);
  if (!outcome.get("connected")) throw new Error(`${platform}: not connected: ${outcome}`);
}
