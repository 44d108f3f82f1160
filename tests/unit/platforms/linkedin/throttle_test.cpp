#include "platforms/linkedin/throttle.hpp"

#include <gtest/gtest.h>

namespace rostrum::platforms::linkedin {
namespace {

using namespace std::chrono_literals;

TEST(LinkedInThrottle, who_is_refused_again_and_again_waits_for_midnight) {
    Throttle throttle;
    Time now = parse_time("2026-11-21T12:00:00Z").value();
    for (const std::chrono::seconds wait : {60s, 300s, 900s}) {
        EXPECT_EQ(throttle.pause("a", "posts", now), wait);
        now += wait;
    }
    EXPECT_EQ(throttle.pause("a", "posts", now), 12h - 21min + 5min);
    EXPECT_EQ(throttle.pause("a", "posts", now + 1h), 11h - 21min + 5min) << "still the same pause";
    EXPECT_EQ(throttle.pause("a", "posts", now + 12h), 60s) << "a new day";
}

TEST(LinkedInThrottle, pauses_are_of_one_account_and_endpoint_and_are_forgotten) {
    Throttle throttle;
    const Time now = parse_time("2026-11-21T12:00:00Z").value();
    EXPECT_EQ(throttle.pause("a", "posts", now), 60s);
    EXPECT_EQ(throttle.pause("a", "posts", now + 10s), 50s) << "under way together";
    EXPECT_EQ(throttle.pause("b", "posts", now + 61s), 60s);
    EXPECT_EQ(throttle.pause("a", "images", now + 61s), 60s);
    EXPECT_EQ(throttle.pause("a", "posts", now + 2h), 60s);
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
