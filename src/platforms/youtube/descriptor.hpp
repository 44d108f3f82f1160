#pragma once

#include "platforms/descriptor.hpp"

#include <cstddef>
#include <string_view>

/// YouTube, through Google's OAuth, the Data API and the Analytics API. The facts about the
/// platform and where they come from: docs/platforms/youtube.md.
namespace rostrum::platforms::youtube {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_readonly =
    "https://www.googleapis.com/auth/youtube.readonly";
inline constexpr std::string_view scope_analytics =
    "https://www.googleapis.com/auth/yt-analytics.readonly";

inline constexpr std::string_view scope_upload = "https://www.googleapis.com/auth/youtube.upload";
inline constexpr std::string_view scope_manage =
    "https://www.googleapis.com/auth/youtube.force-ssl";

/// The largest page of a playlist, and the most videos that one call tells about.
inline constexpr std::size_t page_size_max = 50;

// The platform's addresses.
inline constexpr std::string_view consent_url = "https://accounts.google.com/o/oauth2/v2/auth";
inline constexpr std::string_view token_url = "https://oauth2.googleapis.com/token";
inline constexpr std::string_view revoke_url = "https://oauth2.googleapis.com/revoke";
inline constexpr std::string_view channels_url = "https://www.googleapis.com/youtube/v3/channels";
inline constexpr std::string_view playlist_items_url =
    "https://www.googleapis.com/youtube/v3/playlistItems";
inline constexpr std::string_view videos_url = "https://www.googleapis.com/youtube/v3/videos";
inline constexpr std::string_view reports_url =
    "https://youtubeanalytics.googleapis.com/v2/reports";
inline constexpr std::string_view upload_url =
    "https://www.googleapis.com/upload/youtube/v3/videos";
inline constexpr std::string_view thumbnail_url =
    "https://www.googleapis.com/upload/youtube/v3/thumbnails/set";
inline constexpr std::string_view watch_url = "https://www.youtube.com/watch";
inline constexpr std::string_view shorts_url = "https://www.youtube.com/shorts";

}  // namespace rostrum::platforms::youtube
