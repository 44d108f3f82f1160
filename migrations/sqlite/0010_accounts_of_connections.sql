-- Which workspaces have connected an account of a platform.
CREATE INDEX connections_of_account ON connections (platform, external_id);
