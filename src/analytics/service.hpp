#pragma once

#include "accounts/types.hpp"
#include "analytics/views.hpp"
#include "core/result.hpp"
#include "db/database.hpp"

#include <optional>
#include <string>

namespace rostrum::analytics {

/// What the dashboard shows of accounts: totals, one account, follower history, best times.
/// Rates and totals are made when a sync writes; reading adds up rows and nothing more.
class Service {
public:
    Service(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    Task<Overview> overview(accounts::Scope scope);
    Task<ConnectionSummaries> connections(accounts::Scope scope);

    /// One account with its newest 50 posts. Without an id, the platform's account that was
    /// connected last. Errors: `not_found`.
    Task<Result<AccountAnalytics>> account(accounts::Scope scope, std::string platform,
                                           std::optional<ConnectionId> id, int days);

    /// Followers per UTC day, of one account or of all together. A single account's gaps stay gaps;
    /// in the sum an account counts with its last known value between two known days.
    Task<FollowerHistory> followers(accounts::Scope scope, std::optional<ConnectionId> id,
                                    int days);

    /// When posts of the last year did well, by weekday and hour of the workspace's zone.
    Task<BestTimes> best_times(accounts::Scope scope, std::optional<ConnectionId> id,
                               std::optional<std::string> platform);

private:
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace rostrum::analytics
