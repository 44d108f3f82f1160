-- Files that users bring along. The bytes are in a store (a folder, or S3); what is equal is kept once per workspace.

-- One stored object. Its key is never used again, so that removing an old object cannot hit a new one. Without a workspace it is
-- left over from one that is gone.
CREATE TABLE media_blobs (
    id           text PRIMARY KEY,
    workspace_id text REFERENCES workspaces (id) ON DELETE SET NULL,
    sha256       text NOT NULL,
    bytes        integer NOT NULL CHECK (bytes > 0),
    store_key    text NOT NULL,
    created_at   integer NOT NULL,
    CONSTRAINT media_blobs_content_key UNIQUE (workspace_id, sha256)
);
CREATE INDEX media_blobs_ownerless ON media_blobs (id) WHERE workspace_id IS NULL;

CREATE TABLE media (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    blob_id      text NOT NULL CONSTRAINT media_blob_fkey REFERENCES media_blobs (id),
    created_by   text REFERENCES users (id) ON DELETE SET NULL,
    kind         text NOT NULL CONSTRAINT media_kind CHECK (kind IN ('image', 'video', 'document')),
    mime         text NOT NULL,
    filename     text NOT NULL,
    alt_text     text,
    width        integer,
    height       integer,
    duration_ms  integer,
    container    text,
    video_codec  text,
    audio_codec  text,
    pixel_format text,
    frame_rate   real,
    bitrate      integer,
    has_audio    integer,
    pages        integer,
    created_at   integer NOT NULL,
    last_used_at integer NOT NULL
);
CREATE INDEX media_newest ON media (workspace_id, created_at DESC, id DESC);
CREATE INDEX media_of_blob ON media (blob_id);
CREATE INDEX media_by_use ON media (last_used_at);

-- What holds on to a file: it cannot be deleted meanwhile.
CREATE TABLE media_uses (
    media_id     text NOT NULL CONSTRAINT media_uses_media_fkey REFERENCES media (id),
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    used_by      text NOT NULL,
    created_at   integer NOT NULL,
    PRIMARY KEY (media_id, used_by)
);
CREATE INDEX media_uses_by_user ON media_uses (workspace_id, used_by);

-- Resumable uploads. How far one has come is the size of its file.
CREATE TABLE media_uploads (
    id           text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id      text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    length       integer NOT NULL CHECK (length > 0),
    filename     text NOT NULL,
    filetype     text NOT NULL,
    media_id     text REFERENCES media (id) ON DELETE SET NULL,
    finished     integer NOT NULL,
    created_at   integer NOT NULL,
    expires_at   integer NOT NULL
);
CREATE INDEX media_uploads_by_expiry ON media_uploads (expires_at);
CREATE INDEX media_uploads_of_workspace ON media_uploads (workspace_id);

-- Objects that are to be removed from the store: written down before one is put there, and taken back with the row that needs it.
CREATE TABLE media_removals (
    store_key text PRIMARY KEY,
    due_at    integer NOT NULL
);
CREATE INDEX media_removals_by_due ON media_removals (due_at);
