#pragma once

#include "platforms/descriptor.hpp"

#include <cstddef>
#include <string_view>

/// X, through API v2 with OAuth 2.0. The facts about the platform and where they come from:
/// docs/platforms/x.md.
namespace rostrum::platforms::x {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_posts = "tweet.read";
inline constexpr std::string_view scope_users = "users.read";
inline constexpr std::string_view scope_offline = "offline.access";
inline constexpr std::string_view scope_write = "tweet.write";
inline constexpr std::string_view scope_media = "media.write";

// The smallest page of the list of posts, and the largest that is asked for. The platform would
// give 100, but what a call reads of the month's posts is counted before it is made.
inline constexpr std::size_t page_size_min = 5;
inline constexpr std::size_t posts_per_call = 50;

// The platform's hosts.
inline constexpr std::string_view www_host = "https://x.com";
inline constexpr std::string_view api_host = "https://api.x.com";

}  // namespace rostrum::platforms::x
