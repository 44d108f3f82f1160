// Says whether two servers brought in the same. Counts that grow with every minute are not compared, but whether they are there.
const columns = [
  'caption', 'media_url', 'thumbnail_url', 'permalink', 'view_count', 'reach_count', 'like_count', 'comment_count', 'share_count',
  'save_count', 'engagement_rate',
];
const stored = `
  SELECT jsonb_build_object(
    'posts', (SELECT jsonb_object_agg(platform, found) FROM (
      SELECT platform, jsonb_build_array(count(*), ${columns.map((column) => `count(${column})`).join(', ')}) AS found
      FROM platform_posts GROUP BY platform) posts),
    'profiles', (SELECT jsonb_build_array(count(*), count(bio), count(profile_image_url), count(follower_count), count(following_count),
                                          count(post_count), count(engagement_rate)) FROM profiles),
    'history', (SELECT count(*) FROM post_metrics),
    'days', (SELECT jsonb_object_agg(metric_type, found) FROM (
      SELECT metric_type, count(*) AS found FROM metric_snapshots GROUP BY metric_type) days),
    'synced', (SELECT count(*) FROM connections WHERE last_sync_status = 'success'))::text AS text`;

/** Removes what syncs brought in, so that what stands there afterwards came later. */
export async function forget(database, connectionIds) {
  for (const table of ['platform_posts', 'profiles', 'metric_snapshots']) {
    await database.query(`DELETE FROM ${table} WHERE connection_id = ANY($1)`, [connectionIds]);
  }
}

/** What is different, as text; nothing when all is the same. */
export async function difference(first, second) {
  const texts = await Promise.all([first, second].map(async (database) => (await database.query(stored)).rows[0].text));
  return texts[0] === texts[1] ? undefined : texts.join('\n');
}
