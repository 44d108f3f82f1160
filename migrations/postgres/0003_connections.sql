-- External accounts with their tokens, and the OAuth flows under way.

CREATE TABLE connections (
    id               uuid PRIMARY KEY,
    workspace_id     uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    platform         text NOT NULL,
    external_id      text NOT NULL,
    app_scoped_id    text,
    handle           text NOT NULL,
    display_name     text NOT NULL,
    avatar_url       text,
    status           text NOT NULL,
    scopes           jsonb NOT NULL,
    access_token     bytea,
    refresh_token    bytea,
    token_version    bigint NOT NULL DEFAULT 1,
    token_issued_at  timestamptz,
    token_expires_at timestamptz,
    refresh_lease_until timestamptz,
    follower_count   bigint,
    post_count       bigint,
    engagement_total bigint NOT NULL DEFAULT 0,
    engagement_rate  double precision,
    last_synced_at   timestamptz,
    last_sync_status text,
    next_sync_at     timestamptz,
    error_code       text,
    error_message    text,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
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
    state_hash    bytea PRIMARY KEY,
    workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id       uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    platform      text NOT NULL,
    browser_hash  bytea,
    code_verifier bytea,
    scopes        jsonb NOT NULL,
    redirect_uri  text NOT NULL,
    return_to     text,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX oauth_states_by_expiry ON oauth_states (expires_at);
