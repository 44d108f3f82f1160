// What stands in the database of the nodes, asked over one session of psql.
import { spawn } from "node:child_process";

const marker = "-- the end of an answer --";

export class Session {
  #answer = "";
  #errors = "";
  #waiting = [];

  constructor(url) {
    this.child = spawn("psql", [url, "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1"], { stdio: ["pipe", "pipe", "pipe"] });
    this.child.stdout.setEncoding("utf8").on("data", (text) => this.#take(text));
    this.child.stderr.setEncoding("utf8").on("data", (text) => { this.#errors += text; });
    this.child.on("exit", () => this.#waiting.splice(0).forEach(({ reject }) => reject(new Error(`psql ended: ${this.#errors}`))));
  }

  #take(text) {
    this.#answer += text;
    for (let end; (end = this.#answer.indexOf(`${marker}\n`)) >= 0; ) {
      const rows = this.#answer.slice(0, end).split("\n").filter((line) => line !== "").map((line) => line.split("\t"));
      this.#answer = this.#answer.slice(end + marker.length + 1);
      this.#waiting.shift().resolve(rows);
    }
  }

  /** Rows of a query, as arrays of text. */
  query(sql) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.child.stdin.write(`${sql};\n\\echo ${marker}\n`);
    });
  }

  close() {
    this.child.stdin.end();
  }
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** An instant as PostgreSQL reads it. */
export const instant = (milliseconds) => quoted(new Date(milliseconds).toISOString());

/** What is left to do: leases of living and of dead workers, and jobs that could be taken. */
export async function workLeft(session, now, deadOwners) {
  const dead = `lease_owner = ANY (ARRAY[${[...deadOwners].map(quoted)}]::uuid[])`;
  const [[running, orphaned, due]] = await session.query(`
    SELECT count(*) FILTER (WHERE lease_owner IS NOT NULL AND NOT ${dead}), count(*) FILTER (WHERE lease_owner IS NOT NULL AND ${dead}),
           count(*) FILTER (WHERE lease_owner IS NULL AND run_at <= ${instant(now)})
    FROM jobs`);
  return { running: Number(running), orphaned: Number(orphaned), due: Number(due) };
}

/** The workers that hold jobs at this moment. */
export async function workingOwners(session) {
  return (await session.query("SELECT DISTINCT lease_owner FROM jobs WHERE lease_owner IS NOT NULL ORDER BY 1")).map(([owner]) => owner);
}

/** The periodic work that was begun since: the nodes have seen that time went on. */
export async function hasTicked(session, since) {
  const [[ticks]] = await session.query(`SELECT count(*) FROM cron_ticks WHERE name = 'social-sync' AND tick > ${instant(since)}`);
  return Number(ticks) > 0;
}

/** Connections whose tokens are being renewed at this moment, as `id version`. */
export async function refreshing(session) {
  return (await session.query("SELECT id, token_version FROM connections WHERE refresh_lease_until IS NOT NULL")).map((row) => row.join(" "));
}

export async function needReauth(session) {
  const rows = await session.query("SELECT id, token_version, platform, error_code FROM connections WHERE status = 'needs_reauth'");
  return rows.map(([id, version, platform, code]) => ({ key: `${id} ${version}`, platform, code }));
}

/** By platform: the connections, and what became of their runs in the stretch of time. */
export async function figures(session, { from, to }) {
  const within = (column) => `${column} >= ${instant(from)} AND ${column} < ${instant(to)}`;
  const rows = await session.query(`
    SELECT c.platform, count(*), count(*) FILTER (WHERE ${within("c.last_synced_at")}),
           count(*) FILTER (WHERE c.status = 'needs_reauth'), sum(c.token_version - 1), sum(r.whole), sum(r.partial), sum(r.failed), sum(r.waited)
    FROM connections c LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status = 'success') AS whole, count(*) FILTER (WHERE status = 'partial') AS partial,
             count(*) FILTER (WHERE status = 'failed') AS failed, count(*) FILTER (WHERE rate_limit_hit) AS waited
      FROM sync_runs WHERE connection_id = c.id) r ON true
    GROUP BY c.platform ORDER BY c.platform`);
  return rows.map(([platform, ...numbers]) => {
    const [connections, synced, needsReauth, refreshes, whole, partial, failed, waited] = numbers.map(Number);
    return { platform, connections, synced, needsReauth, refreshes, whole, partial, failed, waited };
  });
}

/** What stayed behind though all is done. */
export async function leftovers(session) {
  const [[dead, running]] = await session.query("SELECT (SELECT count(*) FROM dead_jobs), (SELECT count(*) FROM sync_runs WHERE status = 'running')");
  return { deadJobs: Number(dead), openRuns: Number(running) };
}
