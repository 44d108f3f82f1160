#include "core/duration.hpp"

#include <gtest/gtest.h>

namespace rostrum {
namespace {

using namespace std::chrono_literals;

TEST(DurationText, is_a_number_and_a_unit) {
    struct Row {
        std::string_view text;
        std::chrono::milliseconds length;
    };
    const Row rows[] = {
        {"0", 0ms},
        {"0s", 0ms},
        {"200ms", 200ms},
        {"0.2s", 200ms},
        {"90s", 90s},
        {"30m", 30min},
        {"2h", 2h},
        {"1.5h", 90min},
        {"1d", 24h},
        {"0.001s", 1ms},
        {"1000000d", 24'000'000h},
        {"1.0ms", 1ms},
    };
    for (const auto& row : rows) EXPECT_EQ(parse_duration(row.text), row.length) << row.text;
}

TEST(DurationText, is_nothing_else) {
    for (const std::string_view text : {"",
                                        "s",
                                        "1",
                                        "12",
                                        "-1s",
                                        "+1s",
                                        "1 s",
                                        " 1s",
                                        "1s ",
                                        "1w",
                                        "1S",
                                        "1.s",
                                        ".5s",
                                        "1.2345s",
                                        "1..2s",
                                        "1.-2s",
                                        "1e3s",
                                        "1000001s",
                                        "99999999999999999999s",
                                        "1s2",
                                        "0x1s"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

}  // namespace
}  // namespace rostrum
