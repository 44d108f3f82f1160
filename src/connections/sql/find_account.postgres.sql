SELECT id FROM connections WHERE workspace_id = $1 AND platform = $2 AND external_id = $3 FOR UPDATE
