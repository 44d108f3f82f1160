#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Google's answers as the structs of platform.hpp. Unknown fields are ignored, absent fields and
/// such of a wrong type are empty; nothing throws. An empty optional means that the answer lacks
/// what makes it one. Counts come as text.
namespace rostrum::platforms::youtube {

/// The channels of a list. One without an id is left out.
std::vector<Account> parse_accounts(const json::value& body);

/// The channel of this id, or the first one. A hidden number of subscribers is unknown.
std::optional<Profile> parse_profile(const json::value& body, std::string_view external_id);

/// The playlist of everything that the channel of this id uploaded.
std::optional<std::string> parse_uploads(const json::value& body, std::string_view external_id);

/// A page of a playlist.
struct PlaylistPage {
    std::vector<std::string> videos;
    std::string next;  ///< the token of the next page; empty: this was the last one
};
/// None when the answer is no page of a playlist.
std::optional<PlaylistPage> parse_playlist(const json::value& body);

/// What `parse_videos` reads.
inline constexpr std::string_view video_parts =
    "id,snippet,contentDetails,status,statistics,player";

/// The published videos of a list, newest first and without their permalinks; none when the answer
/// is no list. Left out is what has no id or time, what is private and what failed.
std::optional<std::vector<PlatformPost>> parse_videos(const json::value& body);

/// The seconds of an ISO 8601 duration such as "PT1H2M3S" or "P1DT5S".
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// What is asked of the Analytics API for each day.
inline constexpr std::string_view report_metrics =
    "views,estimatedMinutesWatched,likes,comments,shares,subscribersGained,subscribersLost";

/// The values of a report by day, of the days in [from, to) ("2026-11-20").
std::vector<DailyMetric> parse_report(const json::value& body, std::string_view from,
                                      std::string_view to);

}  // namespace rostrum::platforms::youtube
