#pragma once

#include "limits/budgets.hpp"
#include "platforms/descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rostrum::app {

/// What the quotas of a platform carry.
struct PlatformPlan {
    std::string platform;
    std::string quota;  ///< the one that is used up first; empty: none is counted over accounts
    std::int64_t calls_per_pass = 0;  ///< of one account
    /// Accounts that can be synced once a day; nothing: as many as one likes.
    std::optional<std::int64_t> accounts_a_day;
    /// How long a pass over all the accounts takes at least; rounded up to whole windows.
    std::chrono::seconds full_pass{0};
};

/// What scheduled syncs may use of the quotas, for this many connections at each platform.
std::vector<PlatformPlan> make_plan(std::span<const platforms::Descriptor* const> platforms,
                                    const limits::BudgetSettings& budgets,
                                    std::int64_t connections);

/// The plan as a table for a terminal.
std::string to_table(const std::vector<PlatformPlan>& plan, std::int64_t connections);

}  // namespace rostrum::app
