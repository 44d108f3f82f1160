#pragma once

#include "platforms/descriptor.hpp"

#include <cstddef>
#include <string_view>

/// TikTok, through Login Kit, the Display API and the Content Posting API. The facts about the
/// platform and where they come from: docs/platforms/tiktok.md.
namespace rostrum::platforms::tiktok {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_basic = "user.info.basic";
inline constexpr std::string_view scope_profile = "user.info.profile";
inline constexpr std::string_view scope_stats = "user.info.stats";
inline constexpr std::string_view scope_videos = "video.list";
inline constexpr std::string_view scope_publish = "video.publish";
/// What a post with the option `mode: draft` needs, instead of `scope_publish`. Few apps have it:
/// it is asked for by name.
inline constexpr std::string_view scope_upload = "video.upload";

/// The largest page of the video list.
inline constexpr std::size_t page_size_max = 20;

// The platform's hosts. Every path of the API ends with a slash.
inline constexpr std::string_view www_host = "https://www.tiktok.com";
inline constexpr std::string_view api_host = "https://open.tiktokapis.com";

}  // namespace rostrum::platforms::tiktok
