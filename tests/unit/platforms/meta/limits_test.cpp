#include "platforms/meta/limits.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rostrum::platforms::meta {
namespace {

using std::chrono::minutes;

TEST(MetaLimits, the_highest_percentage_counts) {
    const auto limits =
        read_limits({{"x-app-usage", R"({"call_count":31,"total_time":12,"total_cputime":9})"}});
    EXPECT_EQ(limits.used_percent, 31);
    EXPECT_EQ(limits.regain_after, std::nullopt);
}

TEST(MetaLimits, all_accounts_and_both_headers_count_together) {
    const auto limits = read_limits(
        {{"X-App-Usage", R"({"call_count":31})"},
         {"X-Business-Use-Case-Usage",
          R"({"1":[{"type":"instagram","call_count":42,"total_cputime":7,"total_time":95,
                    "estimated_time_to_regain_access":0},
                   {"call_count":100,"estimated_time_to_regain_access":7}],
              "2":[{"call_count":3,"estimated_time_to_regain_access":19}]})"}});
    EXPECT_EQ(limits.used_percent, 100);
    EXPECT_EQ(limits.regain_after, minutes{19});
}

TEST(MetaLimits, percentages_are_rounded_up_and_may_exceed_100) {
    EXPECT_EQ(read_limits({{"X-App-Usage", R"({"call_count":99.2})"}}).used_percent, 100);
    EXPECT_EQ(read_limits({{"X-App-Usage", R"({"call_count":"140"})"}}).used_percent, 140);
}

TEST(MetaLimits, impossible_figures_are_bounded) {
    const auto limits = read_limits({{"X-Business-Use-Case-Usage",
                                      R"({"1":[{"call_count":1e300,"total_time":-5,
                    "estimated_time_to_regain_access":9223372036854775807}]})"}});
    EXPECT_EQ(limits.used_percent, 1'000'000);
    EXPECT_EQ(limits.regain_after, std::chrono::days{7});
}

TEST(MetaLimits, headers_that_make_no_sense_tell_nothing) {
    struct Row {
        std::string name;
        std::string value;
        std::string_view reason;
    };
    for (const auto& [name, value, reason] : {
             Row{"Other", "{}", "no header at all"},
             Row{"X-App-Usage", "", "empty"},
             Row{"X-App-Usage", "{\"call_count\":", "cut off"},
             Row{"X-App-Usage", "[1]", "a list"},
             Row{"X-App-Usage", R"({"call_count":{}})", "no number"},
             Row{"X-Business-Use-Case-Usage", R"({"1":{"call_count":4}})", "no list per account"},
             Row{"X-Business-Use-Case-Usage", R"({"1":[7,null]})", "no objects in the list"},
             Row{"X-Business-Use-Case-Usage", "[]", "a list of accounts"},
         }) {
        const auto limits = read_limits({{name, value}});
        EXPECT_EQ(limits.used_percent, std::nullopt) << reason;
        EXPECT_EQ(limits.regain_after, std::nullopt) << reason;
    }
}

TEST(LimitsSeen, merging_keeps_the_more_pressing) {
    LimitsSeen limits;
    limits.merge({.used_percent = 10, .regain_after = {}});
    limits.merge({.used_percent = {}, .regain_after = minutes{2}});
    limits.merge({.used_percent = 5, .regain_after = minutes{1}});
    EXPECT_EQ(limits.used_percent, 10);
    EXPECT_EQ(limits.regain_after, minutes{2});
}

}  // namespace
}  // namespace rostrum::platforms::meta
