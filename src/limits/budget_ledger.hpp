#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "db/database.hpp"
#include "limits/budget_state.hpp"
#include "limits/quota.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::limits {

/// What a budget is of. Its key is made of the other fields.
struct BudgetKey {
    std::string platform;
    std::string quota;
    QuotaScope scope = QuotaScope::app;
    std::string account;  ///< the external id; empty for the app's budgets
    std::string day;      ///< of a quota that begins anew each day; empty for the others

    std::string text() const;
};

/// Units wanted of one budget.
struct Draw {
    BudgetKey key;
    std::int64_t units = 1;
    std::int64_t limit = 0;    ///< what the platform allows
    std::int64_t ceiling = 0;  ///< what may be used, these units included: the limit, less what is
                               ///< kept from this purpose
    Counting counting;
};

/// What came of a set of draws: all of them were made, or none.
struct Drawn {
    std::optional<Time> refused_until;         ///< when another try may fare better
    std::string refused_by;                    ///< the name of the quota
    std::map<std::string, std::int64_t> used;  ///< by key, after the draws
};

/// A budget as operators see it.
struct BudgetRow {
    std::string key;
    std::string platform;
    std::string quota;
    QuotaScope scope = QuotaScope::app;
    std::optional<std::string> account;
    std::int64_t unit_limit = 0;
    std::string state;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(BudgetRow, (),
                      (key, platform, quota, scope, account, unit_limit, state, updated_at))

/// Keeps what was used of every budget, in the database: shared by all nodes, and still there after
/// a restart. Each call is one transaction that locks the budgets it touches.
class BudgetLedger {
public:
    explicit BudgetLedger(db::Database& database) : database_(database) {}

    /// Makes all draws, or none. No budget is named twice. A draw of no units asks whether the
    /// budget is closed.
    Task<Drawn> draw(std::vector<Draw> draws, Purpose purpose, Time now);

    /// Sees to it that at least `used` units count, because the platform said so.
    Task<> raise(Draw draw, std::int64_t used, Time now);

    /// Closes a budget for a purpose and the less urgent ones.
    Task<> close(Draw draw, Purpose purpose, Time until, Time now);

    /// The budgets that are fullest, at most `limit` of them.
    Task<std::vector<BudgetRow>> list(Time now, std::int64_t limit);

    /// Forgets budgets of which nothing counts any more. Answers how many.
    Task<std::int64_t> clean(Time now);

private:
    Task<Drawn> look(const std::vector<Draw>& draws, Purpose purpose, Time now);

    db::Database& database_;
};

}  // namespace rostrum::limits
