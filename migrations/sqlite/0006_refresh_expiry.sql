-- When a refresh token ends, where its platform says so.
ALTER TABLE connections ADD COLUMN refresh_expires_at integer;
