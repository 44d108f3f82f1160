SELECT external_id, status FROM connections WHERE workspace_id = $1 AND platform = $2
