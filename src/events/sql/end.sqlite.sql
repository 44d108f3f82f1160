SELECT tx, seq FROM events WHERE workspace_id = $1 ORDER BY tx DESC, seq DESC LIMIT 1
