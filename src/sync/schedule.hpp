#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"
#include "sync/types.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rostrum::sync {

/// At what time of the day each platform is synced.
using DailyTimes = std::map<std::string, std::chrono::minutes, std::less<>>;

/// Reads "instagram 03:00, tiktok 03:30". Errors: `validation_failed`, with what is wrong.
Result<DailyTimes> parse_daily_times(std::string_view text);

/// Gives the platforms that have no time the half hours after the last one that is given, in this
/// order; the first is 03:00 when none is given.
DailyTimes fill_daily_times(DailyTimes given, std::span<const std::string_view> platforms);

struct ScheduleSettings {
    DailyTimes times;
    std::string timezone = "UTC";
    /// Over how long the accounts of a platform are spread, from its time on.
    std::chrono::seconds spread = std::chrono::hours{2};
    /// An account is left out when its last success is younger than this.
    std::chrono::seconds skip_younger = std::chrono::hours{12};
    /// Between the accounts of one platform.
    std::chrono::milliseconds spacing{200};
};

/// What is known of a connection's syncs at the end of a run.
struct SyncState {
    std::string platform;
    std::int64_t failed_syncs = 0;  ///< in a row
    std::optional<Time> last_success_at;
    std::optional<std::string> last_sync_status;
};
BOOST_DESCRIBE_STRUCT(SyncState, (), (platform, failed_syncs, last_success_at, last_sync_status))

/// When connections are synced. It depends on nothing but the settings, the connection's id and
/// what is passed, so that every process computes the same.
class Schedule {
public:
    explicit Schedule(ScheduleSettings settings) : settings_(std::move(settings)) {}

    const ScheduleSettings& settings() const { return settings_; }

    /// The first time of the connection after `after`: its platform's time of the day and its own
    /// place in the spread.
    Time next(std::string_view platform, ConnectionId id, Time after) const;

    /// The same, but none at which the last success is still young.
    Time next_regular(ConnectionId id, const SyncState& state, Time now) const;

    /// Whether the newest sync was a success so short a time ago that a scheduled one has nothing
    /// to do.
    bool is_young(const SyncState& state, Time now) const;

    /// The failures in a row once a run has ended. A platform's limit says nothing of the account.
    static std::int64_t failures_after(const RunEnd& end, std::int64_t before);

    /// When the next run comes after one that ended; `state` is already what it is after it.
    Time after_run(ConnectionId id, const SyncState& state, const RunEnd& end, Time now) const;

private:
    std::chrono::minutes time_of(std::string_view platform) const;
    std::chrono::seconds place_in_spread(ConnectionId id) const;

    ScheduleSettings settings_;
};

}  // namespace rostrum::sync
