#include "app/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::app {
namespace {

using std::chrono::seconds;

/// What one pass over an account takes of a quota.
std::int64_t units_of_pass(const platforms::Descriptor& platform, const limits::Quota& quota) {
    std::int64_t units = 0;
    for (const auto& [endpoint, calls] : platform.sync_calls) {
        if (quota.counts(endpoint)) units += calls * quota.cost_of(endpoint);
    }
    return units;
}

std::int64_t divide_up(std::int64_t dividend, std::int64_t divisor) {
    return (dividend + divisor - 1) / divisor;
}

PlatformPlan plan_of(const platforms::Descriptor& platform, const limits::BudgetSettings& budgets,
                     std::int64_t connections) {
    constexpr seconds a_day = std::chrono::days{1};
    PlatformPlan plan{.platform = std::string(platform.id)};
    for (const auto& call : platform.sync_calls) plan.calls_per_pass += call.calls;
    for (const auto& quota : platform.quotas) {
        const auto limit = budgets.limit_of(platform.id, quota);
        const auto units = units_of_pass(platform, quota);
        // Each account has its own: any number of them syncs side by side.
        if (!limit || units == 0 || quota.scope == limits::QuotaScope::account) continue;
        const auto usable = budgets.ceiling_of(quota, *limit, limits::Purpose::scheduled);
        const auto in_window = usable / units;
        const auto a_day_long = quota.window > a_day ? in_window / (quota.window / a_day)
                                                     : in_window * (a_day / quota.window);
        if (plan.accounts_a_day && *plan.accounts_a_day <= a_day_long) continue;
        plan.accounts_a_day = a_day_long;
        plan.quota = quota.name;
        // A pass that fits into one window need not wait for another.
        const auto windows = in_window == 0 ? 0 : divide_up(connections, in_window) - 1;
        plan.full_pass = windows * quota.window;
    }
    return plan;
}

std::string duration(seconds time) {
    if (time == seconds{0}) return "no wait";
    if (time >= std::chrono::days{1}) {
        return fmt::format("{} d", divide_up(time.count(), 86'400));
    }
    if (time >= std::chrono::hours{1}) return fmt::format("{:.1f} h", double(time.count()) / 3600);
    return fmt::format("{} min", divide_up(time.count(), 60));
}

}  // namespace

std::vector<PlatformPlan> make_plan(std::span<const platforms::Descriptor* const> platforms,
                                    const limits::BudgetSettings& budgets,
                                    std::int64_t connections) {
    std::vector<PlatformPlan> plan;
    for (const auto* platform : platforms) {
        plan.push_back(plan_of(*platform, budgets, connections));
    }
    return plan;
}

std::string to_table(const std::vector<PlatformPlan>& plan, std::int64_t connections) {
    std::string out =
        fmt::format("{:<20}{:>16}{:>20}{:>24}   {}\n", "platform", "calls per sync",
                    "accounts a day", fmt::format("pass over {}", connections), "limited by");
    for (const auto& row : plan) {
        const auto accounts =
            row.accounts_a_day ? fmt::format("{}", *row.accounts_a_day) : std::string("any number");
        const bool never = row.accounts_a_day == 0;
        out += fmt::format("{:<20}{:>16}{:>20}{:>24}   {}\n", row.platform, row.calls_per_pass,
                           accounts, never ? "never" : duration(row.full_pass),
                           row.quota.empty() ? "each account by itself" : row.quota);
    }
    return out;
}

}  // namespace rostrum::app
