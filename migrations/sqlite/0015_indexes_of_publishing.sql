-- Indexes that answer by all of their columns: without statistics, a planner takes one that leads it through all targets of a
-- workspace or a connection.
DROP INDEX post_targets_of_workspace;
CREATE INDEX post_targets_of_workspace ON post_targets (workspace_id, post_id);
DROP INDEX post_targets_of_connection;
CREATE INDEX post_targets_of_connection ON post_targets (connection_id, workspace_id, post_id);
DROP INDEX post_targets_to_look_at;
CREATE INDEX post_targets_to_look_at ON post_targets (workspace_id, status) WHERE status = 'needs_attention';
-- Those that have a connection's turn, or are about to take it.
CREATE INDEX post_targets_in_turn ON post_targets (connection_id, due_at) WHERE queued_at IS NULL AND due_at IS NOT NULL;
