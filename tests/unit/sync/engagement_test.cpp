#include "sync/engagement.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

namespace rostrum::sync {
namespace {

using Count = std::optional<std::int64_t>;

TEST(EngagementTest, adds_up_what_people_did) {
    EXPECT_EQ(engagement_of({}), 0);
    EXPECT_EQ(engagement_of({.views = 1000, .reach = 900}), 0) << "looking is not acting";
    EXPECT_EQ(engagement_of({.likes = 1, .comments = 20, .shares = 300, .saves = 4000}), 4321);
    EXPECT_EQ(engagement_of({.likes = 5, .saves = 2}), 7) << "what is not told counts as none";
}

TEST(EngagementRateTest, is_by_reach_then_by_views_then_by_followers) {
    struct Row {
        platforms::PostMetrics metrics;
        Count followers;
        std::optional<double> rate;
        std::string_view reason;
    };
    const Row rows[] = {
        {{.views = 500, .reach = 200, .likes = 10}, 1000, 5.0, "by reach"},
        {{.views = 500, .likes = 10}, 1000, 2.0, "no reach: by views"},
        {{.likes = 10}, 1000, 1.0, "neither: by followers"},
        {{.views = 500, .reach = 0, .likes = 10}, 1000, 2.0, "a reach of nobody divides nothing"},
        {{.views = 0, .reach = 0, .likes = 10}, 1000, 1.0, "nor do no views"},
        {{.likes = 10}, 0, std::nullopt, "nobody follows"},
        {{.likes = 10}, std::nullopt, std::nullopt, "nothing is known"},
        {{.reach = 200}, 1000, 0.0, "nobody did anything"},
        {{.reach = 3, .likes = 1}, std::nullopt, 33.33, "rounded down to two decimals"},
        {{.reach = 3, .likes = 2}, std::nullopt, 66.67, "rounded up to two decimals"},
        {{.reach = 100'000, .likes = 1}, std::nullopt, 0.0, "less than half of 0.01"},
        {{.reach = 20'000, .likes = 1}, std::nullopt, 0.01, "half of 0.01"},
        {{.reach = 10, .likes = 25}, std::nullopt, 250.0, "more than everybody"},
        {{.reach = -5, .likes = 10}, 100, 10.0, "no number of people"},
        {{.reach = 4'000'000'000, .likes = 3'000'000'000}, std::nullopt, 75.0, "beyond 32 bits"},
    };
    for (const auto& row : rows) {
        const auto rate = engagement_rate(row.metrics, row.followers);
        ASSERT_EQ(rate.has_value(), row.rate.has_value()) << row.reason;
        if (rate) {
            EXPECT_DOUBLE_EQ(*rate, *row.rate) << row.reason;
        }
    }
}

TEST(AccountEngagementRateTest, is_the_mean_of_the_posts_by_the_followers) {
    const std::vector<std::int64_t> posts{10, 20, 60};
    EXPECT_EQ(account_engagement_rate(posts, 1000), 3.0);
    EXPECT_EQ(account_engagement_rate(posts, 7), 428.57);
    EXPECT_EQ(account_engagement_rate(posts, 0), std::nullopt);
    EXPECT_EQ(account_engagement_rate(posts, std::nullopt), std::nullopt);
    EXPECT_EQ(account_engagement_rate({}, 1000), std::nullopt) << "no posts";
    EXPECT_EQ(account_engagement_rate(std::vector<std::int64_t>{0, 0}, 1000), 0.0);
}

TEST(CountBackTest, goes_from_today_to_the_oldest_day) {
    using Days = std::vector<std::pair<std::string, std::int64_t>>;
    const std::vector<platforms::DailyMetric> metrics{{"new_followers", "2026-01-01", 5},
                                                      {"reach", "2026-01-03", 1000},
                                                      {"new_followers", "2026-01-03", 2},
                                                      {"new_followers", "2026-01-02", 3}};
    EXPECT_EQ(count_back(100, metrics),
              (Days{{"2026-01-03", 100}, {"2026-01-02", 98}, {"2026-01-01", 95}}));
    EXPECT_EQ(count_back(100, {}), Days{});
    EXPECT_EQ(count_back(4, metrics),
              (Days{{"2026-01-03", 4}, {"2026-01-02", 2}, {"2026-01-01", 0}}))
        << "nobody has fewer than none";
}

TEST(CountBackTest, knows_of_those_who_left_where_that_is_told) {
    using Days = std::vector<std::pair<std::string, std::int64_t>>;
    const std::vector<platforms::DailyMetric> metrics{{"lost_followers", "2026-01-02", 9},
                                                      {"new_followers", "2026-01-02", 2},
                                                      {"new_followers", "2026-01-01", 1}};
    EXPECT_EQ(count_back(100, metrics), (Days{{"2026-01-02", 100}, {"2026-01-01", 107}}));
}

}  // namespace
}  // namespace rostrum::sync
