DELETE FROM posting_slots
WHERE workspace_id = $1 AND id = $2
