#include "limits/rate_policy.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rostrum::limits {
namespace {

using namespace std::chrono_literals;

TEST(RatePolicy, is_read_from_a_number_and_a_time) {
    struct Row {
        std::string text;
        std::int64_t requests;
        std::chrono::seconds window;
    };
    const std::vector<Row> rows{
        {"5/15m", 5, 15min},     {"100/15m", 100, 15min},  {"50/24h", 50, 24h},
        {"1/1s", 1, 1s},         {"20/30d", 20, 30 * 24h}, {"1000000000/90s", 1'000'000'000, 90s},
        {"7/720h", 7, 30 * 24h},
    };
    for (const auto& row : rows) {
        const auto policy = parse_rate_policy("name", row.text);
        ASSERT_TRUE(policy) << row.text;
        EXPECT_EQ(*policy, (RatePolicy{"name", row.requests, row.window})) << row.text;
        EXPECT_FALSE(policy->is_off());
    }
    EXPECT_TRUE(parse_rate_policy("name", "off")->is_off());
}

TEST(RatePolicy, is_refused_when_it_is_something_else) {
    for (const std::string text : {"",
                                   "5",
                                   "5/",
                                   "/15m",
                                   "5/15",
                                   "5/m",
                                   "5/0m",
                                   "0/15m",
                                   "-5/15m",
                                   "5/-1m",
                                   "5/15x",
                                   "5/15m ",
                                   " 5/15m",
                                   "5/31d",
                                   "5/721h",
                                   "1000000001/1s",
                                   "5/99999999999999999999s",
                                   "5//1m",
                                   "OFF",
                                   "5.5/1m"}) {
        const auto policy = parse_rate_policy("name", text);
        ASSERT_FALSE(policy) << text;
        EXPECT_EQ(policy.error().code, ErrorCode::validation_failed);
    }
}

}  // namespace
}  // namespace rostrum::limits
