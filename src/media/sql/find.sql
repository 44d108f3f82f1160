SELECT m.id, m.workspace_id, m.kind, m.mime, b.bytes, b.sha256, b.store_key, m.filename, m.alt_text, m.width, m.height,
    m.duration_ms, m.container, m.video_codec, m.audio_codec, m.pixel_format, m.frame_rate, m.bitrate,
    m.has_audio, m.pages, m.created_at
FROM media m
JOIN media_blobs b ON b.id = m.blob_id
WHERE m.workspace_id = $1 AND m.id = $2
