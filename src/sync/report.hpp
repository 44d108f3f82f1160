#pragma once

#include "connections/types.hpp"
#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sync {

/// The figures of a report.
struct ReportSummary {
    std::int64_t accounts = 0;  ///< that are connected, broken ones too
    std::int64_t needs_reauth = 0;
    std::int64_t access_ending = 0;
    std::int64_t not_synced = 0;
    std::int64_t failing = 0;
    std::int64_t syncs = 0;  ///< that ended in the period
    std::int64_t succeeded = 0;
    std::int64_t partial = 0;
    std::int64_t failed = 0;
    std::int64_t rate_limited = 0;
};
BOOST_DESCRIBE_STRUCT(ReportSummary, (),
                      (accounts, needs_reauth, access_ending, not_synced, failing, syncs, succeeded,
                       partial, failed, rate_limited))

/// An account that a report tells of.
struct ReportAccount {
    ConnectionId connection_id;
    std::string platform;
    std::string handle;
    std::string display_name;
    std::optional<Time> last_success_at;
    std::optional<Time> access_ends_at;
    std::int64_t failed_syncs = 0;  ///< in a row
    std::optional<std::string> error_code;
    std::string reason;  ///< in plain words
};
BOOST_DESCRIBE_STRUCT(ReportAccount, (),
                      (connection_id, platform, handle, display_name, last_success_at,
                       access_ends_at, failed_syncs, error_code, reason))

/// The accounts that somebody should look after. One may stand in several lists.
struct ReportAccounts {
    std::vector<ReportAccount> needs_reauth;   ///< have to be connected again
    std::vector<ReportAccount> access_ending;  ///< soon have to be
    std::vector<ReportAccount> not_synced;     ///< not with success for a week
    std::vector<ReportAccount> failing;        ///< whose last sync failed
};
BOOST_DESCRIBE_STRUCT(ReportAccounts, (), (needs_reauth, access_ending, not_synced, failing))

/// A connection as a report looks at it.
struct ReportedConnection {
    ConnectionId connection_id;
    std::string platform;
    std::string handle;
    std::string display_name;
    connections::Status status = connections::Status::active;
    std::optional<Time> access_ends_at;
    std::optional<Time> last_success_at;
    std::optional<Time> connected_at;
    Time created_at;
    std::int64_t failed_syncs = 0;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    std::optional<std::string> run_error_code;  ///< of its last run that failed
    std::optional<std::string> run_error_message;
};
BOOST_DESCRIBE_STRUCT(ReportedConnection, (),
                      (connection_id, platform, handle, display_name, status, access_ends_at,
                       last_success_at, connected_at, created_at, failed_syncs, error_code,
                       error_message, run_error_code, run_error_message))

/// How long before the end of its access people are told, by platform.
using AlarmTimes = std::function<std::chrono::seconds(std::string_view platform)>;

/// No list holds more; the figures count all.
inline constexpr std::size_t report_list_max = 500;

/// Sorts the connections of a workspace into the lists of a report, and counts them. The figures of
/// the syncs are not touched.
ReportAccounts report_accounts(const std::vector<ReportedConnection>& connections,
                               const AlarmTimes& alarms, Time now, ReportSummary& summary);

}  // namespace rostrum::sync
