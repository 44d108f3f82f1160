-- When posts go out that are given no time, and posts that are compared with each other.

-- A weekly time, on the clocks of a zone. Those of a campaign are for its posts alone; without one they are the workspace's.
CREATE TABLE posting_slots (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    campaign_id  uuid REFERENCES campaigns (id) ON DELETE CASCADE,
    weekday      text NOT NULL,
    time         text NOT NULL,
    timezone     text NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT posting_slots_weekday CHECK (weekday IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'))
);
CREATE UNIQUE INDEX posting_slots_once ON posting_slots (workspace_id, weekday, time, timezone) WHERE campaign_id IS NULL;
CREATE UNIQUE INDEX posting_slots_once_per_campaign ON posting_slots (campaign_id, weekday, time, timezone)
    WHERE campaign_id IS NOT NULL;

-- `slot_id`: it was given that slot at scheduled_at, and no other post is given the same.
ALTER TABLE posts ADD COLUMN slot_id uuid REFERENCES posting_slots (id) ON DELETE SET NULL;
CREATE UNIQUE INDEX posts_one_per_slot ON posts (slot_id, scheduled_at) WHERE slot_id IS NOT NULL;

-- Posts of a campaign with the same `variant_group` are compared by `variant`.
ALTER TABLE posts ADD COLUMN variant_group text;
ALTER TABLE posts ADD COLUMN variant text;
CREATE INDEX posts_of_variants ON posts (campaign_id, variant_group, variant) WHERE variant_group IS NOT NULL;
