SELECT id, access_token, refresh_token, token_version
FROM connections
WHERE id > $1 AND (access_token IS NOT NULL OR refresh_token IS NOT NULL)
ORDER BY id
LIMIT $2
