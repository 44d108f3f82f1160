-- Some at a time: one large deletion would hold up every writer of SQLite.
DELETE FROM events
WHERE seq IN (SELECT seq FROM events WHERE occurred_at < $1 ORDER BY occurred_at LIMIT $2)
