-- Durable work, and the events that tell of changes.

-- A job that is done is deleted; one that has failed for good moves to dead_jobs. A job runs while its lease lasts; after that
-- it is due again. No index holds the lease, so that to claim a job touches no index, and half of each
-- page is kept free for the claimed version of a row (a heap-only update). Vacuumed early: what is done lies at the very place
-- where the next claim begins to read.
CREATE TABLE jobs (
    id           uuid PRIMARY KEY,
    queue        text NOT NULL,
    kind         text NOT NULL,
    unique_key   text,
    payload      jsonb NOT NULL,
    run_at       timestamptz NOT NULL,
    attempt      integer NOT NULL DEFAULT 0,
    attempts_max integer NOT NULL,
    lease_owner  uuid,
    lease_until  timestamptz,
    last_error   text,
    created_at   timestamptz NOT NULL,
    CONSTRAINT jobs_lease CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CONSTRAINT jobs_attempts CHECK (attempt >= 0 AND attempts_max > 0)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE UNIQUE INDEX jobs_unique_key ON jobs (kind, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX jobs_next ON jobs (queue, run_at, id);

CREATE TABLE dead_jobs (
    id           uuid PRIMARY KEY,
    queue        text NOT NULL,
    kind         text NOT NULL,
    unique_key   text,
    payload      jsonb NOT NULL,
    attempt      integer NOT NULL,
    attempts_max integer NOT NULL,
    last_error   text NOT NULL,
    created_at   timestamptz NOT NULL,
    died_at      timestamptz NOT NULL
);
CREATE INDEX dead_jobs_by_death ON dead_jobs (died_at);

-- One row for each time that a periodic job was due, so that any number of schedulers enqueue once.
CREATE TABLE cron_ticks (
    name text NOT NULL,
    tick timestamptz NOT NULL,
    PRIMARY KEY (name, tick)
);

-- The outbox: an event commits with the change that it tells of. (tx, seq) is the order of the feed:
-- a reader never sees a later event before an earlier one,
-- because it reads only what is older than every transaction still under way.
CREATE TABLE events (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx           bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    id           uuid NOT NULL,
    workspace_id uuid NOT NULL,
    type         text NOT NULL,
    subject      text NOT NULL,
    data         jsonb NOT NULL,
    occurred_at  timestamptz NOT NULL
);
CREATE INDEX events_feed ON events (workspace_id, tx, seq);
CREATE INDEX events_by_age ON events (occurred_at);
