#include "core/timezone.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace rostrum {
namespace {

/// libstdc++ 12 has no time zones of its own; Howard Hinnant's library is what C++20 took them
/// from.
const date::time_zone* find_zone(std::string_view name) {
    // Only names are looked up, never paths.
    if (name.empty() || name.find("..") != std::string_view::npos) return nullptr;
    try {
        return date::locate_zone(std::string(name));
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

}  // namespace

bool is_timezone(std::string_view name) { return find_zone(name) != nullptr; }

std::optional<LocalTime> local_time(Time time, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    const auto local = found->to_local(time);
    const auto day = date::floor<date::days>(local);
    const auto weekday = date::weekday{day}.iso_encoding() - 1;
    const auto hour = date::floor<std::chrono::hours>(local - day).count();
    return LocalTime{static_cast<int>(weekday), static_cast<int>(hour)};
}

std::optional<Time> last_midnight(Time time, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    const auto today = date::floor<date::days>(found->to_local(time));
    // As for the next one: what begins the day ends the one before.
    return Time{found->to_sys(today, date::choose::earliest)};
}

std::optional<std::string> local_date(Time time, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    return date::format("%F", date::floor<date::days>(found->to_local(time)));
}

std::optional<Time> next_midnight(Time time, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    const auto tomorrow = date::floor<date::days>(found->to_local(time)) + date::days{1};
    // Where summer time begins at midnight, the day begins an hour later; where it ends then, the
    // first of the two midnights counts.
    return Time{found->to_sys(tomorrow, date::choose::earliest)};
}

std::optional<WallTime> to_wall(Time time, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    return WallTime{found->to_local(time).time_since_epoch()};
}

std::optional<Time> from_wall(WallTime wall, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    const date::local_time<std::chrono::microseconds> shown{wall.time_since_epoch()};
    return Time{found->to_sys(shown, date::choose::earliest)};
}

}  // namespace rostrum
