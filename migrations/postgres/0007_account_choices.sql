-- A grant that gives access to several accounts, until the user has chosen among them. The tokens and
-- the accounts are sealed together.
CREATE TABLE account_choices (
    id            uuid PRIMARY KEY,
    workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id       uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    platform      text NOT NULL,
    sealed_grant  bytea NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX account_choices_by_expiry ON account_choices (expires_at);
