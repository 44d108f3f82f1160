#include "core/retry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace rostrum {
namespace {

using namespace std::chrono_literals;

constexpr Backoff backoff{.base = 1s, .cap = 60s};

/// The longest wait of many.
std::chrono::milliseconds longest(int attempt) {
    SeededRandom random(1);
    std::chrono::milliseconds most{0};
    for (int i = 0; i < 2000; ++i) most = std::max(most, backoff.delay(attempt, random));
    return most;
}

TEST(BackoffTest, doubles_its_ceiling_with_each_failed_try_up_to_the_cap) {
    struct Row {
        int attempt;
        std::chrono::milliseconds ceiling;
    };
    constexpr Row rows[] = {{1, 1s},  {2, 2s},  {3, 4s},    {4, 8s},
                            {6, 32s}, {7, 60s}, {100, 60s}, {std::numeric_limits<int>::max(), 60s}};
    for (const auto& row : rows) {
        const auto most = longest(row.attempt);
        EXPECT_LE(most, row.ceiling) << row.attempt;
        EXPECT_GE(most, row.ceiling * 98 / 100) << row.attempt;
    }
}

TEST(BackoffTest, spreads_evenly_from_nothing_to_the_ceiling) {
    SeededRandom random(1);
    int early = 0;
    for (int i = 0; i < 4000; ++i) early += backoff.delay(4, random) < 2s;
    EXPECT_NEAR(early, 1000, 120);
}

TEST(BackoffTest, a_base_above_the_cap_is_cut_to_it) {
    constexpr Backoff odd{.base = 10s, .cap = 1s};
    SeededRandom random(1);
    for (int i = 0; i < 1000; ++i) EXPECT_LE(odd.delay(1, random), 1s);
}

TEST(BackoffTest, is_the_same_for_the_same_seed) {
    SeededRandom one(5);
    SeededRandom same(5);
    for (int i = 1; i < 20; ++i) EXPECT_EQ(backoff.delay(i, one), backoff.delay(i, same));
}

}  // namespace
}  // namespace rostrum
