SELECT id, created_at, last_seen_at, expires_at, user_agent, ip
FROM sessions
WHERE user_id = $1 AND expires_at > $2
ORDER BY last_seen_at DESC
LIMIT 100
