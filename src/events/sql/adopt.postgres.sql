-- A restored dump brings transaction numbers of another cluster, which may lie ahead of this one's:
-- such events would stay hidden until it has caught up.
UPDATE events SET tx = 0 WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
