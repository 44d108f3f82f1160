#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum {

/// True for a name of the IANA time zone database, such as "Europe/Berlin" or "UTC".
bool is_timezone(std::string_view name);

/// A time as the clocks of a zone show it.
struct LocalTime {
    int weekday = 0;  ///< Monday is 0
    int hour = 0;
};

/// Nothing when there is no such zone.
std::optional<LocalTime> local_time(Time time, std::string_view zone);

/// The next moment after `time` at which a day begins on the clocks of a zone; nothing when there
/// is no such zone.
std::optional<Time> next_midnight(Time time, std::string_view zone);

/// The moment, not after `time`, at which the day began on the clocks of a zone.
std::optional<Time> last_midnight(Time time, std::string_view zone);

/// The date on the clocks of a zone: "2026-11-20".
std::optional<std::string> local_date(Time time, std::string_view zone);
/// What clocks show, wherever they hang.
using WallTime = std::chrono::local_time<std::chrono::microseconds>;

/// What the clocks of a zone show; nothing when there is no such zone.
std::optional<WallTime> to_wall(Time time, std::string_view zone);

/// The instant at which the clocks of a zone show `wall`. Where they skip it, that is the moment at
/// which they are put forward; where they show it twice, the first time counts. Nothing when there
/// is no such zone.
std::optional<Time> from_wall(WallTime wall, std::string_view zone);

}  // namespace rostrum
