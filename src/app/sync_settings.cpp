#include "app/sync_settings.hpp"

#include "core/duration.hpp"
#include "core/timezone.hpp"
#include "platforms/registry.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace rostrum::app {
namespace {

/// Also of platforms that this program does not have yet: a setting outlives a version.
constexpr std::string_view default_times =
    "instagram 03:00, tiktok 03:30, youtube 04:00, x 04:30, linkedin 05:00, facebook 05:30, "
    "instagram_facebook 06:00";
constexpr std::chrono::hours spread_max{24};
constexpr std::chrono::days skip_max{30};
constexpr std::chrono::minutes spacing_max{5};
constexpr std::int64_t inactive_days_max = 3'650;

std::vector<std::string_view> platform_ids() {
    std::vector<std::string_view> ids;
    for (const auto* descriptor : platforms::Registry::builtin()) ids.push_back(descriptor->id);
    return ids;
}

std::string times_fault(std::string_view text) {
    const auto times = sync::parse_daily_times(text);
    if (!times) return times.error().message;
    const auto known =
        sync::fill_daily_times(*sync::parse_daily_times(default_times), platform_ids());
    for (const auto& [platform, time] : *times) {
        if (!known.contains(platform)) return "names no platform: " + platform;
    }
    return "";
}

std::string timezone_fault(std::string_view text) {
    return is_timezone(text) ? "" : "must be an IANA time zone such as Europe/Berlin";
}

/// Checks a length of time up to `maximum`.
auto duration_fault(std::chrono::milliseconds maximum, std::string most) {
    return [maximum, most = std::move(most)](std::string_view text) -> std::string {
        const auto length = parse_duration(text);
        if (!length) return "must be a length of time such as 200ms, 90s, 30m, 2h or 0";
        return *length <= maximum ? "" : "must be at most " + most;
    };
}

std::chrono::milliseconds duration(const Config& config, std::string_view name) {
    return parse_duration(config.text(name)).value();
}

}  // namespace

void add_sync_properties(std::vector<Property>& table) {
    table.push_back({.name = "SYNC_TIMES",
                     .default_value = std::string(default_times),
                     .description = "When each platform is synced every day; those that are not "
                                    "named take the half hours after the last.",
                     .fault = times_fault});
    table.push_back({.name = "SYNC_TIMEZONE",
                     .default_value = "UTC",
                     .description = "The time zone of SYNC_TIMES and of the weekly report.",
                     .fault = timezone_fault});
    table.push_back({.name = "SYNC_SPREAD",
                     .default_value = "2h",
                     .description = "Over how long a platform's accounts are spread from its time "
                                    "on.",
                     .fault = duration_fault(spread_max, "24h")});
    table.push_back({.name = "SYNC_SKIP_YOUNGER",
                     .default_value = "12h",
                     .description = "An account is left out when its last success is younger.",
                     .fault = duration_fault(skip_max, "30d")});
    table.push_back({.name = "SYNC_SPACING",
                     .default_value = "0.2s",
                     .description = "Between the scheduled syncs of two accounts of a platform.",
                     .fault = duration_fault(spacing_max, "5m")});
    table.push_back({.name = "INACTIVE_DISCONNECT_DAYS",
                     .type = PropertyType::integer,
                     .default_value = "90",
                     .description = "After how many days an account that is broken or fails, and "
                                    "that nobody connects again, is disconnected; 0 is never.",
                     .minimum = 0,
                     .maximum = inactive_days_max});
}

sync::ScheduleSettings sync_settings(const Config& config) {
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    auto given = sync::parse_daily_times(config.text("SYNC_TIMES")).value();
    return {.times = sync::fill_daily_times(std::move(given), platform_ids()),
            .timezone = config.text("SYNC_TIMEZONE"),
            .spread = duration_cast<seconds>(duration(config, "SYNC_SPREAD")),
            .skip_younger = duration_cast<seconds>(duration(config, "SYNC_SKIP_YOUNGER")),
            .spacing = duration(config, "SYNC_SPACING")};
}

std::optional<std::chrono::days> inactive_after(const Config& config) {
    const auto days = config.integer("INACTIVE_DISCONNECT_DAYS");
    if (days == 0) return std::nullopt;
    return std::chrono::days{days};
}

}  // namespace rostrum::app
