DELETE FROM events WHERE occurred_at < $1
