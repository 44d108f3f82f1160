DELETE FROM media_uploads WHERE expires_at <= $1 RETURNING id
