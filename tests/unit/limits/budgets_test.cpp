#include "limits/budgets.hpp"

#include <gtest/gtest.h>

namespace rostrum::limits {
namespace {

TEST(QuotaLimitsTest, reads_limits_by_platform_and_quota) {
    const auto limits = parse_quota_limits(" youtube.units=50000, x.users_me=off ,").value();
    EXPECT_EQ(limits.at("youtube.units"), 50'000);
    EXPECT_EQ(limits.at("x.users_me"), 0);
    EXPECT_EQ(limits.size(), 2U);
    EXPECT_TRUE(parse_quota_limits("").value().empty());
}

TEST(QuotaLimitsTest, refuses_what_is_no_quota) {
    for (const auto* text :
         {"youtube.units", "youtube=5", "youtube.units=", "youtube.units=-1", "youtube.units=0",
          "youtube.units=1.5", "youtube.units=99999999999999", "youtube.units=1x"}) {
        const auto limits = parse_quota_limits(text);
        ASSERT_FALSE(limits) << text;
        EXPECT_EQ(limits.error().code, ErrorCode::validation_failed) << text;
    }
}

TEST(BudgetSettingsTest, shares_are_kept_for_who_is_more_urgent) {
    const BudgetSettings settings{.publishing_share = 20, .waiting_share = 10};
    constexpr Quota shared{.name = "units",
                           .scope = QuotaScope::app,
                           .limit = 1'000,
                           .window = std::chrono::hours{24},
                           .serves_publishing = true};
    EXPECT_EQ(settings.ceiling_of(shared, 1'000, Purpose::publish), 1'000);
    EXPECT_EQ(settings.ceiling_of(shared, 1'000, Purpose::user), 800);
    EXPECT_EQ(settings.ceiling_of(shared, 1'000, Purpose::scheduled), 700);
    EXPECT_EQ(settings.ceiling_of(shared, 3, Purpose::scheduled), 3) << "a little one is not cut";

    constexpr Quota reads{.name = "list",
                          .scope = QuotaScope::app,
                          .limit = 1'000,
                          .window = std::chrono::minutes{1}};
    EXPECT_EQ(settings.ceiling_of(reads, 1'000, Purpose::user), 1'000);
    EXPECT_EQ(settings.ceiling_of(reads, 1'000, Purpose::scheduled), 900);
}

TEST(QuotaTest, counts_its_endpoints_and_their_costs) {
    static constexpr std::array<std::string_view, 2> endpoints{"list", "search"};
    static constexpr std::array costs{UnitCost{"search", 100}};
    constexpr Quota quota{.name = "units",
                          .scope = QuotaScope::app,
                          .limit = 1,
                          .window = std::chrono::hours{1},
                          .endpoints = endpoints,
                          .costs = costs};
    EXPECT_TRUE(quota.counts("list"));
    EXPECT_FALSE(quota.counts("token"));
    EXPECT_EQ(quota.cost_of("list"), 1);
    EXPECT_EQ(quota.cost_of("search"), 100);
}

}  // namespace
}  // namespace rostrum::limits
