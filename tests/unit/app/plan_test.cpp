#include "app/plan.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rostrum::app {
namespace {

using namespace std::chrono_literals;
using limits::Quota;
using limits::QuotaScope;

constexpr std::array<std::string_view, 1> lists{"list"};
constexpr std::array list_costs{limits::UnitCost{"list", 10}};
constexpr std::array sync_calls{platforms::SyncCall{"profile", 1}, platforms::SyncCall{"list", 2}};

platforms::Descriptor platform_with(std::span<const Quota> quotas) {
    platforms::Descriptor descriptor{};
    descriptor.id = "p";
    descriptor.quotas = quotas;
    descriptor.sync_calls = sync_calls;
    return descriptor;
}

PlatformPlan plan_for(std::span<const Quota> quotas, std::int64_t connections) {
    const auto descriptor = platform_with(quotas);
    const std::array<const platforms::Descriptor*, 1> all{&descriptor};
    const limits::BudgetSettings settings;
    return make_plan(all, settings, connections).at(0);
}

TEST(Plan, quotas_of_an_account_limit_nobody_else) {
    const std::array quotas{
        Quota{.name = "own", .scope = QuotaScope::account, .limit = 5, .window = 1h}};
    const auto plan = plan_for(quotas, 1'000'000);
    EXPECT_FALSE(plan.accounts_a_day);
    EXPECT_EQ(plan.calls_per_pass, 3);
}

TEST(Plan, counts_what_a_pass_costs_in_every_window_of_a_day) {
    const std::array quotas{Quota{.name = "units",
                                  .scope = QuotaScope::app,
                                  .limit = 2'000,
                                  .window = 1h,
                                  .endpoints = lists,
                                  .costs = list_costs}};
    const auto plan = plan_for(quotas, 250);
    const std::int64_t in_window =
        limits::BudgetSettings{}.ceiling_of(quotas[0], 2'000, limits::Purpose::scheduled) / 20;
    EXPECT_EQ(plan.accounts_a_day, in_window * 24);
    EXPECT_EQ(plan.quota, "units");
    EXPECT_EQ(plan.full_pass, ((250 + in_window - 1) / in_window - 1) * 1h);
}

TEST(Plan, a_quota_of_a_month_is_spread_over_its_days) {
    const std::array quotas{Quota{.name = "month",
                                  .scope = QuotaScope::app,
                                  .limit = 62'000,
                                  .window = std::chrono::days{31},
                                  .endpoints = lists,
                                  .costs = list_costs}};
    const auto plan = plan_for(quotas, 10);
    const std::int64_t in_window =
        limits::BudgetSettings{}.ceiling_of(quotas[0], 62'000, limits::Purpose::scheduled) / 20;
    EXPECT_EQ(plan.accounts_a_day, in_window / 31);
}

TEST(Plan, the_tightest_quota_is_the_one_that_is_told) {
    const std::array quotas{
        Quota{.name = "wide", .scope = QuotaScope::app, .limit = 100'000, .window = 1h},
        Quota{.name = "narrow", .scope = QuotaScope::app, .limit = 100, .window = 1h}};
    EXPECT_EQ(plan_for(quotas, 10).quota, "narrow");
}

TEST(Plan, a_quota_that_is_smaller_than_one_pass_carries_nobody) {
    const std::array quotas{Quota{.name = "tiny",
                                  .scope = QuotaScope::app,
                                  .limit = 10,
                                  .window = 1h,
                                  .endpoints = lists,
                                  .costs = list_costs}};
    const auto plan = plan_for(quotas, 10);
    EXPECT_EQ(plan.accounts_a_day, 0);
    EXPECT_NE(to_table({plan}, 10).find("never"), std::string::npos);
}

}  // namespace
}  // namespace rostrum::app
