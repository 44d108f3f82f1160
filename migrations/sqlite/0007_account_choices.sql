-- A grant that gives access to several accounts, until the user has chosen among them. The tokens and
-- the accounts are sealed together.
CREATE TABLE account_choices (
    id            text PRIMARY KEY,
    workspace_id  text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id       text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    platform      text NOT NULL,
    sealed_grant  blob NOT NULL,
    created_at    integer NOT NULL,
    expires_at    integer NOT NULL
);
CREATE INDEX account_choices_by_expiry ON account_choices (expires_at);
