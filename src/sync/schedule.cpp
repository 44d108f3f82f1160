#include "sync/schedule.hpp"

#include "core/timezone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rostrum::sync {
namespace {

constexpr std::chrono::hours first_time{3};
constexpr std::chrono::minutes step{30};
constexpr std::chrono::hours a_day{24};
/// After a failed run the next one is not before this, until an account has failed so often that
/// it settles into its daily time.
constexpr std::chrono::hours pause_after_failure{1};
constexpr std::int64_t paused_failures_max = 2;
/// So long after a limit's reset the accounts that met it come back, each at a moment of its own.
constexpr std::chrono::seconds reset_jitter{60};

std::unexpected<Error> malformed(std::string_view entry) {
    return fail(ErrorCode::validation_failed,
                fmt::format("'{}' is no platform and time such as 'instagram 03:00'", entry));
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<int> two_digits(std::string_view text, int maximum) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (text.size() != 2 || !whole || number < 0 || number > maximum) return std::nullopt;
    return number;
}

/// "03:30".
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
    constexpr std::size_t colon = 2;
    if (text.size() != 5 || text[colon] != ':') return std::nullopt;
    const auto hour = two_digits(text.substr(0, colon), 23);
    const auto minute = two_digits(text.substr(colon + 1), 59);
    if (!hour || !minute) return std::nullopt;
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

/// FNV-1a over the id, finished as MurmurHash3 is: ids that differ in one bit end up far apart.
std::uint64_t hash_of(ConnectionId id) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const auto byte : id.value.bytes) hash = (hash ^ byte) * 0x100000001b3;
    hash = (hash ^ hash >> 33U) * 0xff51afd7ed558ccd;
    hash = (hash ^ hash >> 33U) * 0xc4ceb9fe1a85ec53;
    return hash ^ hash >> 33U;
}

/// A moment within `range` that is always the same for this id.
std::chrono::seconds place_of(ConnectionId id, std::chrono::seconds range) {
    if (range.count() <= 0) return std::chrono::seconds{0};
    return std::chrono::seconds{hash_of(id) % static_cast<std::uint64_t>(range.count())};
}

}  // namespace

Result<DailyTimes> parse_daily_times(std::string_view text) {
    DailyTimes times;
    while (!trimmed(text).empty()) {
        const auto comma = text.find(',');
        const auto entry = trimmed(text.substr(0, comma));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
        const auto space = entry.find(' ');
        if (space == std::string_view::npos) return malformed(entry);
        const auto time = time_of_day(trimmed(entry.substr(space)));
        if (!time) return malformed(entry);
        const std::string platform(entry.substr(0, space));
        if (!times.emplace(platform, *time).second) {
            return fail(ErrorCode::validation_failed, "names " + platform + " twice");
        }
    }
    return times;
}

DailyTimes fill_daily_times(DailyTimes given, std::span<const std::string_view> platforms) {
    std::chrono::minutes free = first_time;
    for (const auto& [platform, time] : given) {
        if (&platform == &given.begin()->first || time + step > free) free = time + step;
    }
    for (const auto platform : platforms) {
        if (given.contains(platform)) continue;
        given.emplace(platform, free % a_day);
        free += step;
    }
    return given;
}

std::chrono::minutes Schedule::time_of(std::string_view platform) const {
    const auto found = settings_.times.find(platform);
    return found == settings_.times.end() ? first_time : found->second;
}

std::chrono::seconds Schedule::place_in_spread(ConnectionId id) const {
    return place_of(id, settings_.spread);
}

Time Schedule::next(std::string_view platform, ConnectionId id, Time after) const {
    const auto place = place_in_spread(id);
    const auto& zone = settings_.timezone;
    const auto in_zone = [&](WallTime wall) {
        return from_wall(wall, zone).value_or(Time{wall.time_since_epoch()}) + place;
    };
    const Time from = after - place;
    const auto shown = to_wall(from, zone).value_or(WallTime{from.time_since_epoch()});
    // A day too early: where clocks are moved, the day before may have its time still to come.
    auto wall = std::chrono::floor<std::chrono::days>(shown) - std::chrono::days{1} +
                std::chrono::microseconds{time_of(platform)};
    while (in_zone(wall) <= after) wall += std::chrono::days{1};
    return in_zone(wall);
}

Time Schedule::next_regular(ConnectionId id, const SyncState& state, Time now) const {
    Time after = now;
    if (state.last_success_at) {
        // At exactly this age it is not young any more.
        after = std::max(
            after, *state.last_success_at + settings_.skip_younger - std::chrono::microseconds{1});
    }
    return next(state.platform, id, after);
}

bool Schedule::is_young(const SyncState& state, Time now) const {
    return state.last_sync_status == enum_name(RunStatus::success) && state.last_success_at &&
           now - *state.last_success_at < settings_.skip_younger;
}

std::int64_t Schedule::failures_after(const RunEnd& end, std::int64_t before) {
    if (end.status == RunStatus::success) return 0;
    return end.rate_limit_hit ? before : before + 1;
}

Time Schedule::after_run(ConnectionId id, const SyncState& state, const RunEnd& end,
                         Time now) const {
    const Time regular = next_regular(id, state, now);
    if (end.status == RunStatus::success) return regular;
    if (end.rate_limit_hit && end.rate_limit_reset) {
        const Time resumed = *end.rate_limit_reset + place_of(id, reset_jitter);
        // Before the reset the platform would only refuse again; one that is days away is not
        // believed.
        return resumed <= std::max(regular, now + a_day) ? resumed : regular;
    }
    return state.failed_syncs > paused_failures_max ? regular : now + pause_after_failure;
}

}  // namespace rostrum::sync
