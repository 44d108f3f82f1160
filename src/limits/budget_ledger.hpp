#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/suspend.hpp"
#include "db/database.hpp"
#include "limits/budget_state.hpp"
#include "limits/quota.hpp"

#include <cstdint>
#include <map>
#include <mutex>
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
    std::string refused_key;                   ///< of the budget
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

/// Draws that are made together, all or none.
struct DrawRequest {
    std::vector<Draw> draws;
    Purpose purpose = Purpose::user;
    Time now;
};

/// Keeps what was used of every budget, in the database: shared by all nodes, and still there after
/// a restart. A transaction locks the budgets that it touches. Of one process only one of them
/// draws at a time, for all who wait meanwhile: hundreds of calls that want units of one budget
/// hold one connection to the database, and not all there are.
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
    /// What one who waits is woken with: what came of the draws, or nothing: it is to draw, for
    /// itself and for those who wait.
    using Turn = std::optional<Drawn>;
    struct Waiting {
        DrawRequest* request;  // in the coroutine that waits
        Resume<Turn> resume;
    };

    Task<Drawn> look(const std::vector<Draw>& draws, Purpose purpose, Time now);
    void join(DrawRequest& request, Resume<Turn> resume);
    Task<Drawn> draw_for_all(DrawRequest own);
    Task<std::vector<Drawn>> draw_at_once(const std::vector<DrawRequest>& requests);
    std::vector<Waiting> take_waiting();
    void pass_on();

    db::Database& database_;
    std::mutex mutex_;
    bool drawing_ = false;
    std::vector<Waiting> waiting_;
};

}  // namespace rostrum::limits
