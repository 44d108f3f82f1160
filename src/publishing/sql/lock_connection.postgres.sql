-- Whoever adds a target to the connection waits, too: a foreign key takes a lock that an update's does not exclude.
SELECT id FROM connections WHERE id = $1 FOR UPDATE
