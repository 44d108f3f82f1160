-- Who may do what: users, workspaces (the tenants), memberships, sessions, API keys.

CREATE TABLE users (
    id            text PRIMARY KEY,
    email         text NOT NULL,
    name          text NOT NULL,
    password_hash text NOT NULL,
    instance_admin integer NOT NULL DEFAULT 0,
    created_at    integer NOT NULL,
    updated_at    integer NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_email_lower CHECK (email = lower(email))
);

CREATE TABLE workspaces (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    timezone   text NOT NULL DEFAULT 'UTC',
    created_at integer NOT NULL
);

-- A membership without a user is an invitation; only the hash of its token is kept.
CREATE TABLE memberships (
    id                text PRIMARY KEY,
    workspace_id      text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id           text REFERENCES users (id) ON DELETE CASCADE,
    email             text NOT NULL,
    role              text NOT NULL,
    invite_hash       blob,
    invite_expires_at integer,
    created_at        integer NOT NULL,
    CONSTRAINT memberships_email_key UNIQUE (workspace_id, email),
    CONSTRAINT memberships_user_key UNIQUE (workspace_id, user_id),
    CONSTRAINT memberships_invite_key UNIQUE (invite_hash),
    CONSTRAINT memberships_role CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
    CONSTRAINT memberships_user_or_invite CHECK ((user_id IS NULL) <> (invite_hash IS NULL))
);
CREATE INDEX memberships_by_user ON memberships (user_id);

-- A browser or client that is signed in. The token's SHA-256 is kept, never the token.
CREATE TABLE sessions (
    id           text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    token_hash   blob NOT NULL,
    user_agent   text NOT NULL,
    ip           text NOT NULL,
    created_at   integer NOT NULL,
    last_seen_at integer NOT NULL,
    expires_at   integer NOT NULL,
    CONSTRAINT sessions_token_key UNIQUE (token_hash)
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    created_by   text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         text NOT NULL,
    role         text NOT NULL,
    prefix       text NOT NULL,
    key_hash     blob NOT NULL,
    created_at   integer NOT NULL,
    last_used_at integer,
    CONSTRAINT api_keys_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_role CHECK (role IN ('owner', 'admin', 'editor', 'viewer'))
);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id, created_at);

-- The sealed answer to a creating request (it may hold a key that is shown once), so that the same key gets the same answer for 24 hours.
-- While the first request is under way its status is 0.
CREATE TABLE idempotency_keys (
    principal    text NOT NULL,
    key          text NOT NULL,
    request_hash blob NOT NULL,
    status       integer NOT NULL,
    body         blob NOT NULL,
    created_at   integer NOT NULL,
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
