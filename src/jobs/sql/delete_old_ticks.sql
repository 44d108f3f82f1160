DELETE FROM cron_ticks WHERE tick < $1
