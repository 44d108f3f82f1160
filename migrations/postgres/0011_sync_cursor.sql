-- Where the next page of posts begins: a run that is cut off goes on there, and so does the run after a full one that met a
-- platform's limit.
ALTER TABLE sync_runs ADD COLUMN cursor text;
