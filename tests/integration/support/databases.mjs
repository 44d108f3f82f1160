// The databases that the tests run on: SQLite always, PostgreSQL when ROSTRUM_TEST_POSTGRES_URL names a cluster.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const clusterUrl = process.env.ROSTRUM_TEST_POSTGRES_URL ?? "";
const clusterLog = join(process.env.ROSTRUM_TEST_PGDATA ?? "/nowhere", "..", "log");
const outputMax = 512 * 1024 * 1024;

/** The script that restarts the cluster (`stop`, `start` do half of it); empty when the tests may not. */
export const postgresRestart = process.env.ROSTRUM_TEST_PG_RESTART ?? "";

function sqlite() {
  return {
    name: "sqlite",
    async create(dataDir) {
      const files = ["rostrum.db", "rostrum.db-wal"].map((name) => join(dataDir, name));
      return {
        env: {},
        /** Everything that is stored, as bytes, by where it was found. */
        async contents() {
          return files.filter((file) => existsSync(file)).map((file) => ({ name: file, bytes: readFileSync(file) }));
        },
        async drop() {},
      };
    },
  };
}

function postgres() {
  return {
    name: "postgresql",
    async create() {
      const name = `rostrum_it_${randomBytes(6).toString("hex")}`;
      await run("psql", [clusterUrl, "-qc", `CREATE DATABASE ${name}`]);
      const url = clusterUrl.replace(/\/[^/]*$/, `/${name}`);
      return {
        env: { DATABASE_URL: url },
        url,
        /** Rows of a query, as arrays of text. */
        async query(sql) {
          const { stdout } = await run("psql", [url, "-XAtq", "-F", "\t", "-c", sql], { maxBuffer: outputMax });
          return stdout.split("\n").filter((line) => line !== "").map((line) => line.split("\t"));
        },
        async contents() {
          const { stdout } = await run("pg_dump", ["--data-only", url], { maxBuffer: outputMax });
          const places = [{ name: `dump of ${name}`, bytes: Buffer.from(stdout) }];
          if (existsSync(clusterLog)) places.push({ name: "the log of PostgreSQL", bytes: readFileSync(clusterLog) });
          return places;
        },
        async drop() {
          await run("psql", [clusterUrl, "-qc", `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]);
        },
      };
    },
  };
}

export const databases = clusterUrl === "" ? [sqlite()] : [sqlite(), postgres()];
