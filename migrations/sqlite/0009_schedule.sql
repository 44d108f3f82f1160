-- The schedule of syncs at scale, and the weekly report.

-- A partial sync is a sync, and no success: whether the next one may be skipped, and whether an account is given up, goes by
-- successes. failed_syncs counts failures in a row; connected_at is when somebody connected the account last.
ALTER TABLE connections ADD COLUMN last_success_at integer;
ALTER TABLE connections ADD COLUMN failed_syncs integer NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN connected_at integer;
UPDATE connections SET last_success_at = last_synced_at, connected_at = coalesce(token_issued_at, created_at);

-- Each platform is looked at by itself, so that one with many accounts does not keep another waiting.
DROP INDEX connections_due;
CREATE INDEX connections_due_by_platform ON connections (platform, next_sync_at, id) WHERE status = 'active';

-- How the accounts of a workspace did in a week; the figures and the lists of accounts are JSON.
CREATE TABLE reports (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    period_from  integer NOT NULL,
    period_to    integer NOT NULL,
    summary      text NOT NULL,
    accounts     text NOT NULL,
    created_at   integer NOT NULL,
    CONSTRAINT reports_period_key UNIQUE (workspace_id, period_to)
);
CREATE INDEX reports_newest ON reports (workspace_id, created_at DESC, id DESC);
CREATE INDEX reports_by_age ON reports (created_at);
