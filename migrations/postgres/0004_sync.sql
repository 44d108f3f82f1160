-- What sync brings in, and the log of its runs.

CREATE TABLE profiles (
    connection_id     uuid PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    workspace_id      uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    platform          text NOT NULL,
    handle            text NOT NULL,
    display_name      text NOT NULL,
    bio               text,
    profile_image_url text,
    account_type      text,
    follower_count    bigint,
    following_count   bigint,
    post_count        bigint,
    engagement_rate   double precision,
    is_verified       boolean NOT NULL DEFAULT false,
    updated_at        timestamptz NOT NULL
);
CREATE INDEX profiles_by_workspace ON profiles (workspace_id);

-- A count is null when the platform does not tell it, which is not the same as 0.
CREATE TABLE platform_posts (
    id              uuid PRIMARY KEY,
    workspace_id    uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    connection_id   uuid NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    platform        text NOT NULL,
    external_id     text NOT NULL,
    caption         text,
    media_type      text NOT NULL,
    media_url       text,
    thumbnail_url   text,
    permalink       text,
    view_count      bigint,
    reach_count     bigint,
    like_count      bigint,
    comment_count   bigint,
    share_count     bigint,
    save_count      bigint,
    engagement      bigint NOT NULL DEFAULT 0,
    engagement_rate double precision,
    posted_at       timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT platform_posts_external_key UNIQUE (workspace_id, platform, external_id)
);
CREATE INDEX platform_posts_newest ON platform_posts (workspace_id, posted_at DESC, id DESC);
CREATE INDEX platform_posts_by_connection ON platform_posts (connection_id, posted_at DESC, id DESC);

-- The counts of a post as they stood at the end of a day.
CREATE TABLE post_metrics (
    post_id       uuid NOT NULL REFERENCES platform_posts (id) ON DELETE CASCADE,
    snapshot_date date NOT NULL,
    view_count    bigint,
    reach_count   bigint,
    like_count    bigint,
    comment_count bigint,
    share_count   bigint,
    save_count    bigint,
    PRIMARY KEY (post_id, snapshot_date)
);

-- One value per connection, metric and day; a later sync of the same day replaces it.
CREATE TABLE metric_snapshots (
    connection_id uuid NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    metric_type   text NOT NULL,
    snapshot_date date NOT NULL,
    value         double precision NOT NULL,
    PRIMARY KEY (connection_id, metric_type, snapshot_date)
);
CREATE INDEX metric_snapshots_by_workspace
    ON metric_snapshots (workspace_id, metric_type, snapshot_date);

CREATE TABLE sync_runs (
    id               uuid PRIMARY KEY,
    workspace_id     uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    connection_id    uuid NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    type             text NOT NULL,
    status           text NOT NULL,
    stage            text NOT NULL,
    done             bigint NOT NULL DEFAULT 0,
    total            bigint,
    items_synced     bigint NOT NULL DEFAULT 0,
    error_code       text,
    error_message    text,
    rate_limit_hit   boolean NOT NULL DEFAULT false,
    rate_limit_reset timestamptz,
    started_at       timestamptz NOT NULL,
    completed_at     timestamptz,
    CONSTRAINT sync_runs_type CHECK (type IN ('initial', 'manual', 'scheduled', 'full')),
    CONSTRAINT sync_runs_status CHECK (status IN ('running', 'success', 'partial', 'failed')),
    CONSTRAINT sync_runs_stage CHECK (stage IN ('waiting', 'profile', 'posts', 'insights', 'done')),
    CONSTRAINT sync_runs_completed CHECK ((status = 'running') = (completed_at IS NULL))
);
CREATE UNIQUE INDEX sync_runs_one_running ON sync_runs (connection_id) WHERE status = 'running';
CREATE INDEX sync_runs_newest ON sync_runs (connection_id, started_at DESC, id DESC);
CREATE INDEX sync_runs_by_end ON sync_runs (completed_at) WHERE completed_at IS NOT NULL;
