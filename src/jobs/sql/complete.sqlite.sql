DELETE FROM jobs WHERE id IN (SELECT value FROM json_each($2)) AND lease_owner = $1
