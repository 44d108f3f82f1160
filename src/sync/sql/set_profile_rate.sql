UPDATE profiles SET engagement_rate = $2 WHERE connection_id = $1
