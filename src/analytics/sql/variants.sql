SELECT p.variant_group, p.variant, count(DISTINCT p.id) AS posts,
       count(CASE WHEN t.status = 'published' THEN 1 END) AS published, count(s.id) AS measured,
       CAST(sum(s.view_count) AS bigint) AS views, CAST(sum(s.reach_count) AS bigint) AS reach,
       CAST(sum(s.like_count) AS bigint) AS likes, CAST(sum(s.comment_count) AS bigint) AS comments,
       CAST(sum(s.share_count) AS bigint) AS shares, CAST(sum(s.save_count) AS bigint) AS saves,
       CAST(sum(s.engagement) AS bigint) AS engagement, avg(s.engagement_rate) AS engagement_rate
FROM posts p
LEFT JOIN post_targets t ON t.post_id = p.id
LEFT JOIN platform_posts s ON s.workspace_id = p.workspace_id AND s.platform = t.platform
      AND s.external_id = t.external_id AND s.connection_id = t.connection_id
WHERE p.workspace_id = $1 AND p.campaign_id = $2 AND p.variant_group IS NOT NULL
GROUP BY p.variant_group, p.variant
ORDER BY p.variant_group, p.variant
