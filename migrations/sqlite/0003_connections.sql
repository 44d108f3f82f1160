-- External accounts with their tokens, and the OAuth flows under way.

CREATE TABLE connections (
    id               text PRIMARY KEY,
    workspace_id     text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    platform         text NOT NULL,
    external_id      text NOT NULL,
    app_scoped_id    text,
    handle           text NOT NULL,
    display_name     text NOT NULL,
    avatar_url       text,
    status           text NOT NULL,
    scopes           text NOT NULL,
    access_token     blob,
    refresh_token    blob,
    token_version    integer NOT NULL DEFAULT 1,
    token_issued_at  integer,
    token_expires_at integer,
    refresh_lease_until integer,
    follower_count   integer,
    post_count       integer,
    engagement_total integer NOT NULL DEFAULT 0,
    engagement_rate  real,
    last_synced_at   integer,
    last_sync_status text,
    next_sync_at     integer,
    error_code       text,
    error_message    text,
    created_at       integer NOT NULL,
    updated_at       integer NOT NULL,
    CONSTRAINT connections_account_key UNIQUE (workspace_id, platform, external_id),
    CONSTRAINT connections_status CHECK (status IN ('active', 'needs_reauth', 'disconnected')),
    CONSTRAINT connections_tokens CHECK (status <> 'disconnected'
        OR (access_token IS NULL AND refresh_token IS NULL))
);
CREATE INDEX connections_newest ON connections (workspace_id, created_at DESC, id DESC);
CREATE INDEX connections_due ON connections (next_sync_at) WHERE status = 'active';
CREATE INDEX connections_expiring ON connections (platform, token_expires_at, id) WHERE status = 'active';

-- The state parameter of an OAuth flow: single-use, bound to the member and to the browser.
CREATE TABLE oauth_states (
    state_hash    blob PRIMARY KEY,
    workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id       text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    platform      text NOT NULL,
    browser_hash  blob,
    code_verifier blob,
    scopes        text NOT NULL,
    redirect_uri  text NOT NULL,
    return_to     text,
    created_at    integer NOT NULL,
    expires_at    integer NOT NULL
);
CREATE INDEX oauth_states_by_expiry ON oauth_states (expires_at);
