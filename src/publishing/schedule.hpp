#pragma once

#include "core/result.hpp"
#include "core/timezone.hpp"
#include "publishing/input.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::publishing {

/// When a post is published, and what the user meant by it.
struct Schedule {
    Time at{};
    std::optional<std::string> local;  ///< the wall clock, as it is kept
    std::optional<std::string> timezone;
};

/// "2026-11-20T09:15" or "2026-11-20T09:15:30", without an offset.
std::optional<WallTime> parse_wall(std::string_view text);
/// "2026-11-20T09:15:30".
std::string to_text(WallTime wall);

/// What a client's words mean; nothing when there are none. A wall clock that a zone skips is the
/// moment at which its clocks are put forward; one that it shows twice is the first. A zone beside
/// an instant is kept with the wall clock there. Errors: `validation_failed` for words that make no
/// sense together, an unknown zone, a time that is past or too far ahead.
Result<std::optional<Schedule>> resolve(const ScheduleInput& input, Time now);

/// When the posts of a bulk are published.
struct BulkTimes {
    std::optional<std::string> start;  ///< RFC 3339, or a wall clock in `timezone`; empty: now
    std::int64_t interval_minutes = 24 * 60;
    std::optional<std::string> timezone;
};

/// The time of the post at `place`, counted from 0. Whole days apart in a zone means the same wall
/// clock on every one of them. Errors: as `resolve`.
Result<Schedule> bulk_time(const BulkTimes& times, std::size_t place, Time now);

}  // namespace rostrum::publishing
