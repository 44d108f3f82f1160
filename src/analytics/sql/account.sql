SELECT c.id, c.handle, coalesce(p.display_name, c.display_name) AS display_name, p.bio,
       coalesce(p.profile_image_url, c.avatar_url) AS profile_image_url, c.follower_count,
       p.following_count, c.post_count, c.engagement_rate,
       coalesce(p.is_verified, 1 = 0) AS is_verified
FROM connections c
LEFT JOIN profiles p ON p.connection_id = c.id
WHERE c.workspace_id = $1 AND c.platform = $2 AND c.id = coalesce($3, c.id)
ORDER BY CASE c.status WHEN 'active' THEN 0 WHEN 'needs_reauth' THEN 1 ELSE 2 END,
         c.created_at DESC, c.id DESC
LIMIT 1
