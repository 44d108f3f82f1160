-- Some at a time: one large deletion would hold up every writer of SQLite.
DELETE FROM sync_runs
WHERE id IN (SELECT id FROM sync_runs WHERE completed_at < $1 ORDER BY completed_at LIMIT $2)
