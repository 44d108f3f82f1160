#include "sync/report.hpp"

#include <algorithm>

namespace rostrum::sync {
namespace {

constexpr std::chrono::days not_synced_for{7};

ReportAccount entry_of(const ReportedConnection& connection, std::optional<std::string> code,
                       std::string reason) {
    return {.connection_id = connection.connection_id,
            .platform = connection.platform,
            .handle = connection.handle,
            .display_name = connection.display_name,
            .last_success_at = connection.last_success_at,
            .access_ends_at = connection.access_ends_at,
            .failed_syncs = connection.failed_syncs,
            .error_code = std::move(code),
            .reason = std::move(reason)};
}

void add(std::vector<ReportAccount>& list, std::int64_t& count, ReportAccount account) {
    ++count;
    if (list.size() < report_list_max) list.push_back(std::move(account));
}

/// A text that a platform or a run left behind, or the fallback.
std::string words(const std::optional<std::string>& text, std::string_view fallback) {
    return text && !text->empty() ? *text : std::string(fallback);
}

/// From when on it could have been synced: an account that was connected yesterday is not late.
bool is_not_synced(const ReportedConnection& connection, Time now) {
    Time since = connection.connected_at.value_or(connection.created_at);
    if (connection.last_success_at) since = std::max(since, *connection.last_success_at);
    return now - since >= not_synced_for;
}

}  // namespace

ReportAccounts report_accounts(const std::vector<ReportedConnection>& connections,
                               const AlarmTimes& alarms, Time now, ReportSummary& summary) {
    ReportAccounts lists;
    for (const auto& one : connections) {
        if (one.status == connections::Status::disconnected) continue;
        ++summary.accounts;
        const bool broken = one.status == connections::Status::needs_reauth;
        if (broken) {
            add(lists.needs_reauth, summary.needs_reauth,
                entry_of(one, one.error_code,
                         words(one.error_message, "The account has to be connected again.")));
        } else if (one.access_ends_at && *one.access_ends_at - now <= alarms(one.platform)) {
            add(lists.access_ending, summary.access_ending,
                entry_of(one, std::nullopt,
                         "The access ends soon: the account has to be connected again."));
        }
        if (is_not_synced(one, now)) {
            add(lists.not_synced, summary.not_synced,
                entry_of(one, std::nullopt,
                         one.last_success_at ? "It was not synced with success for a week."
                                             : "It has never been synced with success."));
        }
        if (!broken && one.failed_syncs > 0) {
            add(lists.failing, summary.failing,
                entry_of(one, one.run_error_code,
                         words(one.run_error_message, "The last sync failed.")));
        }
    }
    return lists;
}

}  // namespace rostrum::sync
