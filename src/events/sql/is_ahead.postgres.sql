SELECT $1 >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS is_ahead
