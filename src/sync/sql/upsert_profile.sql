INSERT INTO profiles (connection_id, workspace_id, platform, handle, display_name, bio,
                      profile_image_url, account_type, follower_count, following_count, post_count,
                      is_verified, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (connection_id) DO UPDATE
SET handle = excluded.handle, display_name = excluded.display_name, bio = excluded.bio,
    profile_image_url = coalesce(excluded.profile_image_url, profiles.profile_image_url),
    account_type = excluded.account_type,
    follower_count = coalesce(excluded.follower_count, profiles.follower_count),
    following_count = coalesce(excluded.following_count, profiles.following_count),
    post_count = coalesce(excluded.post_count, profiles.post_count),
    is_verified = excluded.is_verified, updated_at = excluded.updated_at
