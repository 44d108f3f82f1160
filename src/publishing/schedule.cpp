#include "publishing/schedule.hpp"

#include <fmt/format.h>

#include <charconv>

namespace rostrum::publishing {
namespace {

constexpr std::int64_t minutes_per_day = 24 * 60;

/// `digits` digits at `at`, or -1.
int digits_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (at + digits > text.size()) return -1;
    int value = 0;
    for (const char c : text.substr(at, digits)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

Result<> check_reach(Time at, Time now, std::string_view field) {
    if (at < now - schedule_late_max) {
        return fail(invalid_field(std::string(field), "must not be in the past"));
    }
    if (at > now + schedule_ahead_max) {
        return fail(invalid_field(
            std::string(field), fmt::format("must be within {} days", schedule_ahead_max.count())));
    }
    return {};
}

/// What the time and the zone are called in the request.
struct Fields {
    std::string_view time;
    std::string_view zone;
};
constexpr std::string_view post_zone = "timezone";
constexpr Fields bulk_fields{"schedulingOptions.startTime", "schedulingOptions.timezone"};

std::unexpected<Error> no_zone(std::string_view field) {
    return fail(invalid_field(std::string(field), "is no IANA time zone"));
}

Result<Schedule> from_local(std::string_view local, const std::optional<std::string>& timezone,
                            Fields fields) {
    if (!timezone) {
        return fail(invalid_field(std::string(fields.zone), "is required with a local time"));
    }
    const auto wall = parse_wall(local);
    if (!wall) {
        return fail(invalid_field(std::string(fields.time),
                                  "must be a local time such as 2026-11-20T09:15:00"));
    }
    const auto at = from_wall(*wall, *timezone);
    if (!at) return no_zone(fields.zone);
    return Schedule{*at, to_text(*wall), timezone};
}

Result<Schedule> from_instant(Time at, const std::optional<std::string>& timezone,
                              std::string_view zone_field) {
    if (!timezone) return Schedule{at, std::nullopt, std::nullopt};
    const auto wall = to_wall(at, *timezone);
    if (!wall) return no_zone(zone_field);
    return Schedule{at, to_text(*wall), timezone};
}

/// Where a bulk begins.
Result<Schedule> bulk_start(const BulkTimes& times, Time now) {
    if (!times.start) return from_instant(now, times.timezone, bulk_fields.zone);
    if (const auto at = parse_time(*times.start)) {
        return from_instant(*at, times.timezone, bulk_fields.zone);
    }
    return from_local(*times.start, times.timezone, bulk_fields);
}

}  // namespace

std::optional<WallTime> parse_wall(std::string_view text) {
    constexpr std::size_t without_seconds = 16;
    constexpr std::size_t with_seconds = 19;
    if (text.size() != without_seconds && text.size() != with_seconds) return std::nullopt;
    const bool marks = text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                       (text.size() == without_seconds || text[16] == ':');
    const int year = digits_at(text, 0, 4);
    const int month = digits_at(text, 5, 2);
    const int day = digits_at(text, 8, 2);
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = text.size() == with_seconds ? digits_at(text, 17, 2) : 0;
    if (!marks || year < 1 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 ||
        hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::local_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

std::string to_text(WallTime wall) {
    const auto text =
        to_rfc3339(Time{std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch())});
    return text.substr(0, text.size() - 1);  // without the Z
}

Result<std::optional<Schedule>> resolve(const ScheduleInput& input, Time now) {
    if (input.at && input.local) {
        return fail(invalid_field("scheduledLocal", "cannot be given with scheduledAt"));
    }
    if (!input.at && !input.local) {
        if (!input.timezone) return std::optional<Schedule>();
        return fail(invalid_field(std::string(post_zone), "means nothing without a time"));
    }
    auto schedule = input.at
                        ? from_instant(*input.at, input.timezone, post_zone)
                        : from_local(*input.local, input.timezone, {"scheduledLocal", post_zone});
    if (!schedule) return std::unexpected(std::move(schedule.error()));
    const auto reach = check_reach(schedule->at, now, input.at ? "scheduledAt" : "scheduledLocal");
    if (!reach) return std::unexpected(reach.error());
    return std::optional<Schedule>(std::move(*schedule));
}

Result<Schedule> bulk_time(const BulkTimes& times, std::size_t place, Time now) {
    auto schedule = bulk_start(times, now);
    if (!schedule) return schedule;
    const auto begins = check_reach(schedule->at, now, bulk_fields.time);
    if (!begins) return std::unexpected(begins.error());
    if (place == 0) return schedule;
    const std::chrono::minutes after{times.interval_minutes * static_cast<std::int64_t>(place)};
    if (schedule->local && times.interval_minutes % minutes_per_day == 0) {
        schedule =
            from_local(to_text(*parse_wall(*schedule->local) + after), times.timezone, bulk_fields);
    } else {
        schedule = from_instant(schedule->at + after, times.timezone, bulk_fields.zone);
    }
    if (!schedule) return schedule;
    const auto reach = check_reach(schedule->at, now, bulk_fields.time);
    if (!reach) return std::unexpected(reach.error());
    return schedule;
}

}  // namespace rostrum::publishing
