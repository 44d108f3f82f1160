#include "publishing/queue.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace rostrum::publishing {
namespace {

using campaigns::PostingSlot;
using campaigns::PostingSlotId;
using campaigns::Weekday;
using namespace std::chrono_literals;

/// Saturday, 21 November 2026, 12:00 UTC.
constexpr Time noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h};

PostingSlot slot(Weekday weekday, std::string time, std::string zone = "UTC") {
    static std::uint8_t made = 0;
    PostingSlotId id;
    id.value.bytes[15] = ++made;
    return {id, std::nullopt, weekday, std::move(time), std::move(zone), noon};
}

std::vector<std::string> times(const std::vector<FreeSlot>& slots) {
    std::vector<std::string> out;
    for (const auto& each : slots) out.push_back(to_rfc3339(each.at));
    return out;
}

using Times = std::vector<std::string>;

TEST(FreeSlots, follow_each_other_over_the_weeks) {
    const std::vector slots{slot(Weekday::monday, "09:15"), slot(Weekday::saturday, "11:59"),
                            slot(Weekday::saturday, "12:01")};
    EXPECT_EQ(times(free_slots(slots, {}, noon, 4)),
              (Times{"2026-11-21T12:01:00Z", "2026-11-23T09:15:00Z", "2026-11-28T11:59:00Z",
                     "2026-11-28T12:01:00Z"}));
}

TEST(FreeSlots, at_which_posts_go_out_are_left_out) {
    const std::vector slots{slot(Weekday::monday, "09:15"),
                            slot(Weekday::monday, "10:15", "Europe/Berlin")};
    const auto next = free_slots(slots, {}, noon, 2);
    ASSERT_EQ(next.size(), 2U);
    EXPECT_EQ(free_slots(slots, {next[0].at}, noon, 1).at(0).at, next[1].at);
}

TEST(FreeSlots, keep_their_wall_clock_when_clocks_change) {
    const std::vector slots{slot(Weekday::sunday, "02:30", "Europe/Berlin")};
    const Time before{std::chrono::sys_days{std::chrono::year{2027} / 3 / 20}};
    const auto found = free_slots(slots, {}, before, 3);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(times(found),
              (Times{"2027-03-21T01:30:00Z", "2027-03-28T01:00:00Z", "2027-04-04T00:30:00Z"}))
        << "on the 28th the clocks skip it";
    EXPECT_EQ(found[0].local, "2027-03-21T02:30:00");
    EXPECT_EQ(found[2].timezone, "Europe/Berlin");
}

TEST(FreeSlots, of_the_same_moment_are_one) {
    const std::vector slots{slot(Weekday::monday, "09:00"),
                            slot(Weekday::monday, "10:00", "Europe/Berlin")};
    EXPECT_EQ(free_slots(slots, {}, noon, 2).at(1).at - free_slots(slots, {}, noon, 2).at(0).at,
              std::chrono::weeks{1});
}

TEST(FreeSlots, end_where_schedules_end) {
    const std::vector slots{slot(Weekday::monday, "09:15")};
    const auto found = free_slots(slots, {}, noon, 1'000);
    EXPECT_EQ(found.size(), 105U);
    EXPECT_TRUE(free_slots({}, {}, noon, 10).empty());
}

TEST(MinuteOfDay, is_of_a_time_with_two_digits_each) {
    EXPECT_EQ(campaigns::minute_of_day("00:00"), 0);
    EXPECT_EQ(campaigns::minute_of_day("09:15"), 555);
    EXPECT_EQ(campaigns::minute_of_day("23:59"), 1439);
    for (const auto* wrong :
         {"", "9:15", "24:00", "12:60", "12-00", "ab:cd", "12:0a", "09:15:00"}) {
        EXPECT_FALSE(campaigns::minute_of_day(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace rostrum::publishing
