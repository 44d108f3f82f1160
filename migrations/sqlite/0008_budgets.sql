-- What has been used of the platforms' quotas.
CREATE TABLE budgets (
    key         text PRIMARY KEY,
    platform    text NOT NULL,
    quota       text NOT NULL,
    scope       text NOT NULL,
    account     text,
    unit_limit  integer NOT NULL CHECK (unit_limit > 0),
    used        integer NOT NULL,
    state       text NOT NULL,
    updated_at  integer NOT NULL,
    expires_at  integer NOT NULL
);
CREATE INDEX budgets_by_expiry ON budgets (expires_at);
