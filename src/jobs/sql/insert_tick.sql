INSERT INTO cron_ticks (name, tick) VALUES ($1, $2) ON CONFLICT (name, tick) DO NOTHING
