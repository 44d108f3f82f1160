#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// TikTok's answers as the structs of platform.hpp. Unknown fields are ignored, absent fields and
/// such of a wrong type are empty; nothing throws. An empty optional means that the answer lacks
/// what makes it one.
namespace rostrum::platforms::tiktok {

/// The fields of /v2/user/info/ that these scopes allow. One field too many fails the whole call.
std::string user_fields(const std::vector<std::string>& scopes);

/// Without `user.info.profile` there is no username: the account is called by its display name.
std::optional<Account> parse_account(const json::value& body);
std::optional<Profile> parse_profile(const json::value& body);

inline constexpr std::string_view video_fields =
    "id,create_time,cover_image_url,share_url,video_description,title,like_count,comment_count,"
    "share_count,view_count";

/// A page of videos; none when the answer has no list. A video without id or time is left out. The
/// cursor is kept only while `has_more` says that there is a next page.
std::optional<PostPage> parse_videos(const json::value& body);

}  // namespace rostrum::platforms::tiktok
