-- The schedule of syncs at scale, and the weekly report.

-- A partial sync is a sync, and no success: whether the next one may be skipped, and whether an account is given up, goes by
-- successes. failed_syncs counts failures in a row; connected_at is when somebody connected the account last.
ALTER TABLE connections ADD COLUMN last_success_at timestamptz;
ALTER TABLE connections ADD COLUMN failed_syncs bigint NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN connected_at timestamptz;
UPDATE connections SET last_success_at = last_synced_at, connected_at = coalesce(token_issued_at, created_at);

-- Each platform is looked at by itself, so that one with many accounts does not keep another waiting.
DROP INDEX connections_due;
CREATE INDEX connections_due_by_platform ON connections (platform, next_sync_at, id) WHERE status = 'active';

-- How the accounts of a workspace did in a week; the figures and the lists of accounts are JSON.
CREATE TABLE reports (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    period_from  timestamptz NOT NULL,
    period_to    timestamptz NOT NULL,
    summary      jsonb NOT NULL,
    accounts     jsonb NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT reports_period_key UNIQUE (workspace_id, period_to)
);
CREATE INDEX reports_newest ON reports (workspace_id, created_at DESC, id DESC);
CREATE INDEX reports_by_age ON reports (created_at);
