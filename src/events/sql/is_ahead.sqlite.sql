SELECT $1 > 0 AS is_ahead
