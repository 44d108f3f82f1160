#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "limits/budget_ledger.hpp"
#include "limits/limit_told.hpp"
#include "limits/quota.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::limits {

/// Who makes a call to a platform, and what for.
struct BudgetCall {
    std::string platform;
    std::string_view endpoint;  ///< its logical name; a literal
    std::string account;        ///< the external id; empty when it is not known yet
    Purpose purpose = Purpose::user;
};

/// Whether a call may be made.
struct Admission {
    std::optional<Time> refused_until;
    std::string refused_by;                    ///< the name of the quota
    std::map<std::string, std::int64_t> used;  ///< by the budget's key, this call included
};

/// A budget as operators see it.
struct BudgetView {
    std::string platform;
    std::string quota;
    QuotaScope scope = QuotaScope::app;
    std::optional<std::string> account;
    std::int64_t limit = 0;
    std::int64_t used = 0;
    std::int64_t kept_for_publishing = 0;
    std::int64_t window_seconds = 0;
    std::optional<Time> units_return_at;  ///< some of them, or all at midnight
    std::optional<Time> closed_until;     ///< for scheduled work; somebody who waits may go on
};
BOOST_DESCRIBE_STRUCT(BudgetView, (),
                      (platform, quota, scope, account, limit, used, kept_for_publishing,
                       window_seconds, units_return_at, closed_until))

struct BudgetSettings {
    int publishing_share = 20;  ///< percent of a quota that only publishing may use
    int waiting_share = 10;     ///< percent more that scheduled work leaves to those who wait
    /// Limits that differ from what the descriptors say, by "platform.quota"; 0: no limit.
    std::map<std::string, std::int64_t> limits;

    /// What a quota allows on this server; nothing when it is off.
    std::optional<std::int64_t> limit_of(std::string_view platform, const Quota& quota) const;
    /// How much of `limit` a purpose may use.
    std::int64_t ceiling_of(const Quota& quota, std::int64_t limit, Purpose purpose) const;
};

/// Reads "youtube.units=50000, x.users_posts=off". Errors: `validation_failed`.
Result<std::map<std::string, std::int64_t>> parse_quota_limits(std::string_view text);

/// Takes the budget of every call to a platform before it is made, over all nodes. Never more is
/// used than a quota allows in any stretch of its window, as the platform's clock may differ from
/// ours by a few seconds and nobody knows when its windows begin. Safe to use from every loop.
class Budgets {
public:
    Budgets(BudgetLedger& ledger, const Clock& clock, BudgetSettings settings)
        : ledger_(ledger), clock_(clock), settings_(std::move(settings)) {}

    /// Before the first call. The quotas have to live as long as this.
    void add_platform(std::string platform, std::span<const Quota> quotas);

    /// Takes what the call costs, of all its budgets or of none.
    Task<Admission> admit(BudgetCall call);

    /// The answer took so long that the platform may have counted the call later than we did: it
    /// is counted again.
    Task<> came_late(const BudgetCall& call);

    /// So many calls were admitted before their account was known: now they count for it, too.
    Task<> attribute(const BudgetCall& call, std::int64_t calls);

    /// What an answer's headers said about the narrowest limit of the call. `known` is what the
    /// call's admission said.
    Task<> told(const BudgetCall& call, const LimitTold& limit, const Admission& known);

    /// The platform refuses calls until then, or slows down this purpose and less urgent ones. What
    /// is refused to an account that is not known yet closes nothing for the others. Nothing stays
    /// closed for more than a day without being tried again.
    Task<> close(const BudgetCall& call, Purpose purpose, Time until);

    /// The platform refuses all calls of our app until then.
    Task<> close_app(std::string platform, Time until);

    /// The fullest budgets of the last window, at most `limit`.
    Task<std::vector<BudgetView>> list(std::int64_t limit);

    /// Forgets what no longer counts, and has not for an hour: what is being drawn on stays.
    Task<> clean() { co_await ledger_.clean(clock_.now() - std::chrono::hours{1}); }

private:
    std::vector<Draw> draws_of(const BudgetCall& call, Time now) const;
    Task<> take_anyway(Draw draw, Time now);
    std::optional<Draw> narrowest(const BudgetCall& call, Time now) const;
    std::optional<Admission> known_refusal(const std::vector<Draw>& draws, Purpose purpose,
                                           Time now);
    void remember(Purpose purpose, const Drawn& refused);

    BudgetLedger& ledger_;
    const Clock& clock_;
    BudgetSettings settings_;
    std::map<std::string, std::span<const Quota>, std::less<>> quotas_;

    /// Until when there is nothing to be had, so that a thousand jobs without budget do not ask the
    /// database a thousand times.
    std::mutex mutex_;
    std::map<std::string, Time> refused_;
};

}  // namespace rostrum::limits
