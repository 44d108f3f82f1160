-- One registration at a time, or else two who are the first at once would both look after the instance.
SELECT pg_advisory_xact_lock(7236712043251301)
