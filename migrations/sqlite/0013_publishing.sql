-- Campaigns, posts, and their way to the platforms.

CREATE TABLE campaigns (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name         text NOT NULL,
    description  text,
    status       text NOT NULL,
    starts_at    integer,
    ends_at      integer,
    created_at   integer NOT NULL,
    updated_at   integer NOT NULL,
    CONSTRAINT campaigns_status CHECK (status IN ('draft', 'active', 'completed', 'archived')),
    CONSTRAINT campaigns_order CHECK (starts_at IS NULL OR ends_at IS NULL OR starts_at <= ends_at)
);
CREATE INDEX campaigns_newest ON campaigns (workspace_id, created_at DESC, id DESC);

CREATE TABLE campaign_messages (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    campaign_id  text NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    author       text NOT NULL,
    role         text NOT NULL,
    content      text NOT NULL,
    created_at   integer NOT NULL,
    CONSTRAINT campaign_messages_role CHECK (role IN ('user', 'assistant', 'system'))
);
CREATE INDEX campaign_messages_newest ON campaign_messages (campaign_id, created_at DESC, id DESC);
CREATE INDEX campaign_messages_of_workspace ON campaign_messages (workspace_id);

-- The status of a post follows from those of its targets, and is written with them. Where a schedule was given as wall clock and
-- zone, both are kept, and scheduled_at is derived from them.
CREATE TABLE posts (
    id              text PRIMARY KEY,
    workspace_id    text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    campaign_id     text REFERENCES campaigns (id) ON DELETE SET NULL,
    created_by      text REFERENCES users (id) ON DELETE SET NULL,
    content         text NOT NULL,
    title           text,
    link            text,
    thread          text NOT NULL,
    hashtags        text NOT NULL,
    media_ids       text NOT NULL,
    status          text NOT NULL,
    scheduled_at    integer,
    scheduled_local text,
    timezone        text,
    published_at    integer,
    created_at      integer NOT NULL,
    updated_at      integer NOT NULL,
    CONSTRAINT posts_status CHECK (status IN ('draft', 'scheduled', 'publishing', 'published', 'partial', 'failed', 'cancelled')),
    CONSTRAINT posts_schedule CHECK (scheduled_local IS NULL OR (timezone IS NOT NULL AND scheduled_at IS NOT NULL))
);
CREATE INDEX posts_newest ON posts (workspace_id, created_at DESC, id DESC);
CREATE INDEX posts_by_status ON posts (workspace_id, status, created_at DESC, id DESC);
CREATE INDEX posts_scheduled ON posts (workspace_id, scheduled_at) WHERE status = 'scheduled';
CREATE INDEX posts_by_time ON posts (workspace_id, coalesce(scheduled_at, created_at));
CREATE INDEX posts_of_campaign ON posts (campaign_id, created_at DESC, id DESC) WHERE campaign_id IS NOT NULL;

-- A post on one connection. What is null is the post's own. `generation` names the job that works on it: the job of an older one
-- does nothing. `version` grows whenever a worker takes the target over, and whoever held an older one cannot write any more.
-- While `running`, a worker has it; one target per connection is being worked on. `queued_at`: it waits for that one;
-- `parked_at`: it waits for its account to be connected again. `sent_step`: was sent, and nobody knows yet what became of it;
-- not before `look_at` is the platform asked. `effects`: steps that are done and must not be done again.
CREATE TABLE post_targets (
    id             text PRIMARY KEY,
    workspace_id   text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    post_id        text NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    connection_id  text NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    platform       text NOT NULL,
    place          integer NOT NULL,
    content        text,
    title          text,
    link           text,
    thread         text,
    media_ids      text,
    options        text NOT NULL,
    format         text,
    status         text NOT NULL,
    generation     integer NOT NULL DEFAULT 0,
    version        integer NOT NULL DEFAULT 0,
    running        integer NOT NULL DEFAULT 0,
    due_at         integer,
    queued_at      integer,
    parked_at      integer,
    attempts       integer NOT NULL DEFAULT 0,
    failures       integer NOT NULL DEFAULT 0,
    rescues        integer NOT NULL DEFAULT 0,
    effects        integer NOT NULL DEFAULT 0,
    step           text,
    state          blob,
    sent_step      text,
    sent_at        integer,
    look_at        integer,
    started_at     integer,
    limited_at     integer,
    error_code     text,
    error_message  text,
    error_field    text,
    external_id    text,
    further_ids    text,
    permalink      text,
    published_at   integer,
    created_at     integer NOT NULL,
    updated_at     integer NOT NULL,
    CONSTRAINT post_targets_once UNIQUE (post_id, connection_id),
    CONSTRAINT post_targets_status CHECK (status IN ('pending', 'publishing', 'processing', 'published', 'failed', 'needs_attention', 'cancelled')),
    CONSTRAINT post_targets_running CHECK (NOT running OR status IN ('publishing', 'processing')),
    CONSTRAINT post_targets_sent CHECK ((sent_step IS NULL) = (sent_at IS NULL) AND (sent_step IS NULL) = (look_at IS NULL)),
    CONSTRAINT post_targets_published CHECK ((status = 'published') = (published_at IS NOT NULL))
);
CREATE UNIQUE INDEX post_targets_one_running ON post_targets (connection_id) WHERE running;
CREATE INDEX post_targets_live ON post_targets (connection_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX post_targets_due ON post_targets (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX post_targets_queued ON post_targets (connection_id, (started_at IS NULL), due_at, queued_at, id)
    WHERE queued_at IS NOT NULL;
CREATE INDEX post_targets_parked ON post_targets (parked_at) WHERE parked_at IS NOT NULL;
CREATE INDEX post_targets_of_connection ON post_targets (connection_id);
CREATE INDEX post_targets_of_workspace ON post_targets (workspace_id);
CREATE INDEX post_targets_to_look_at ON post_targets (workspace_id) WHERE status = 'needs_attention';

-- The timeline of a target: each step, answer and wait is a line.
CREATE TABLE publish_attempts (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    post_id      text NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    target_id    text NOT NULL REFERENCES post_targets (id) ON DELETE CASCADE,
    attempt      integer NOT NULL,
    step         text NOT NULL,
    outcome      text NOT NULL,
    code         text,
    message      text,
    note         text,
    at           integer NOT NULL,
    duration_ms  integer NOT NULL
);
CREATE INDEX publish_attempts_of_post ON publish_attempts (post_id, at DESC, id DESC);
CREATE INDEX publish_attempts_of_target ON publish_attempts (target_id);
CREATE INDEX publish_attempts_of_workspace ON publish_attempts (workspace_id);
