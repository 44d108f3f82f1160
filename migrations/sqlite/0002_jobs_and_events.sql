-- Durable work, and the events that tell of changes.

-- A job that is done is deleted; one that has failed for good moves to dead_jobs. A job runs while its lease lasts; after that
-- it is due again. No index holds the lease, so that to claim a job touches no index.
CREATE TABLE jobs (
    id           text PRIMARY KEY,
    queue        text NOT NULL,
    kind         text NOT NULL,
    unique_key   text,
    payload      text NOT NULL,
    run_at       integer NOT NULL,
    attempt      integer NOT NULL DEFAULT 0,
    attempts_max integer NOT NULL,
    lease_owner  text,
    lease_until  integer,
    last_error   text,
    created_at   integer NOT NULL,
    CONSTRAINT jobs_lease CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CONSTRAINT jobs_attempts CHECK (attempt >= 0 AND attempts_max > 0)
);
CREATE UNIQUE INDEX jobs_unique_key ON jobs (kind, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX jobs_next ON jobs (queue, run_at, id);

CREATE TABLE dead_jobs (
    id           text PRIMARY KEY,
    queue        text NOT NULL,
    kind         text NOT NULL,
    unique_key   text,
    payload      text NOT NULL,
    attempt      integer NOT NULL,
    attempts_max integer NOT NULL,
    last_error   text NOT NULL,
    created_at   integer NOT NULL,
    died_at      integer NOT NULL
);
CREATE INDEX dead_jobs_by_death ON dead_jobs (died_at);

-- One row for each time that a periodic job was due, so that any number of schedulers enqueue once.
CREATE TABLE cron_ticks (
    name text NOT NULL,
    tick integer NOT NULL,
    PRIMARY KEY (name, tick)
);

-- The outbox: an event commits with the change that it tells of. (tx, seq) is the order of the feed:
-- a reader never sees a later event before an earlier one, because
-- there is one writer.
CREATE TABLE events (
    seq          integer PRIMARY KEY AUTOINCREMENT,
    tx           integer NOT NULL DEFAULT 0,
    id           text NOT NULL,
    workspace_id text NOT NULL,
    type         text NOT NULL,
    subject      text NOT NULL,
    data         text NOT NULL,
    occurred_at  integer NOT NULL
);
CREATE INDEX events_feed ON events (workspace_id, tx, seq);
CREATE INDEX events_by_age ON events (occurred_at);
