DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2::uuid
