-- Who may do what: users, workspaces (the tenants), memberships, sessions, API keys.

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    name          text NOT NULL,
    password_hash text NOT NULL,
    instance_admin boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_email_lower CHECK (email = lower(email COLLATE "C"))
);

CREATE TABLE workspaces (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    timezone   text NOT NULL DEFAULT 'UTC',
    created_at timestamptz NOT NULL
);

-- A membership without a user is an invitation; only the hash of its token is kept.
CREATE TABLE memberships (
    id                uuid PRIMARY KEY,
    workspace_id      uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id           uuid REFERENCES users (id) ON DELETE CASCADE,
    email             text NOT NULL,
    role              text NOT NULL,
    invite_hash       bytea,
    invite_expires_at timestamptz,
    created_at        timestamptz NOT NULL,
    CONSTRAINT memberships_email_key UNIQUE (workspace_id, email),
    CONSTRAINT memberships_user_key UNIQUE (workspace_id, user_id),
    CONSTRAINT memberships_invite_key UNIQUE (invite_hash),
    CONSTRAINT memberships_role CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
    CONSTRAINT memberships_user_or_invite CHECK ((user_id IS NULL) <> (invite_hash IS NULL))
);
CREATE INDEX memberships_by_user ON memberships (user_id);

-- A browser or client that is signed in. The token's SHA-256 is kept, never the token.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    token_hash   bytea NOT NULL,
    user_agent   text NOT NULL,
    ip           text NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    CONSTRAINT sessions_token_key UNIQUE (token_hash)
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    created_by   uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         text NOT NULL,
    role         text NOT NULL,
    prefix       text NOT NULL,
    key_hash     bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    CONSTRAINT api_keys_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_role CHECK (role IN ('owner', 'admin', 'editor', 'viewer'))
);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id, created_at);

-- The sealed answer to a creating request (it may hold a key that is shown once), so that the same key gets the same answer for 24 hours.
-- While the first request is under way its status is 0.
CREATE TABLE idempotency_keys (
    principal    text NOT NULL,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    status       integer NOT NULL,
    body         bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
