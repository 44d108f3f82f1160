#pragma once

#include <chrono>
#include <cstddef>

namespace rostrum::publishing {

// What a post may be made of. Platforms allow less; these keep what a stranger sends in bounds.
inline constexpr std::size_t content_max = 100'000;  ///< code points
inline constexpr std::size_t title_max = 1'000;      ///< code points
inline constexpr std::size_t link_max = 4'000;       ///< code points
inline constexpr std::size_t thread_max = 50;        ///< parts after the first
inline constexpr std::size_t hashtags_max = 100;
inline constexpr std::size_t hashtag_max = 150;  ///< code points of one
inline constexpr std::size_t variant_max =
    100;  ///< code points of a variant's name, and its group's
inline constexpr std::size_t media_max = 50;
inline constexpr std::size_t targets_max = 50;
inline constexpr std::size_t options_bytes_max = 16 * 1024;
inline constexpr std::size_t bulk_max = 100;          ///< posts scheduled at once
inline constexpr std::size_t bulk_targets_max = 500;  ///< of all of them

/// How far ahead a post may be scheduled, and how long ago "now" may have been.
inline constexpr std::chrono::days schedule_ahead_max{730};
inline constexpr std::chrono::minutes schedule_late_max{5};

// How long a target is tried.
inline constexpr int failures_max = 3;  ///< tries of one step
inline constexpr int polls_max = 20;    ///< of asking how far the platform is
inline constexpr int rescues_max = 3;   ///< of a target whose job is lost
inline constexpr std::chrono::days rate_limited_max{7};
inline constexpr std::chrono::days parked_max{7};       ///< until it is connected again
inline constexpr std::chrono::minutes unknown_max{30};  ///< to find out what became of a step
inline constexpr std::chrono::days publishing_max{16};  ///< from the first step to the end

/// The longest that a call of a step that changes something takes; it is broken off then.
inline constexpr std::chrono::seconds change_time_max{180};
/// What clocks may differ by, and what a request may still be on its way.
inline constexpr std::chrono::seconds change_margin{60};
/// Between writing down that a step is sent and sending it. A worker that took longer does not
/// send: another one may have taken its place.
inline constexpr std::chrono::seconds send_within{15};

}  // namespace rostrum::publishing
