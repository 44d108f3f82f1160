DELETE FROM jobs WHERE state = 'running' AND lease_until < $1 AND attempt >= attempts_max
