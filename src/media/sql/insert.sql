INSERT INTO media (id, workspace_id, blob_id, created_by, kind, mime, filename, alt_text, width, height, duration_ms,
    container, video_codec, audio_codec, pixel_format, frame_rate, bitrate, has_audio, pages, created_at, last_used_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20)
