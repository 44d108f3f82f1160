#include "sandbox/faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rostrum::sandbox {
namespace {

constexpr FaultTarget call{
    .platform = "x", .endpoint = "users_me", .path = "/2/users/me", .account = "ada"};

Fault by_chance(FaultKind kind, double chance) {
    return {.platform = "x", .endpoint = {}, .account = {}, .kind = kind, .chance = chance};
}

std::string met(Faults& faults, int calls) {
    std::string out;
    for (int i = 0; i < calls; ++i) {
        const auto plan = faults.plan(call, Time{});
        out += plan.before ? 'b' : plan.after ? 'a' : '.';
    }
    return out;
}

TEST(Faults, by_chance_meet_that_part_of_the_calls) {
    Faults faults(7);
    faults.add(by_chance(FaultKind::status, 0.02));
    const auto told = met(faults, 20'000);
    EXPECT_NEAR(static_cast<double>(std::ranges::count(told, 'b')), 400, 80);
}

TEST(Faults, by_chance_are_the_same_for_the_same_seed_and_others_for_another) {
    const auto of_seed = [](std::uint64_t seed) {
        Faults faults(seed);
        faults.add(by_chance(FaultKind::status, 0.1));
        faults.add(by_chance(FaultKind::drop_after_effect, 0.1));
        return met(faults, 500);
    };
    EXPECT_EQ(of_seed(7), of_seed(7));
    EXPECT_NE(of_seed(7), of_seed(8));
}

TEST(Faults, two_of_chance_are_rolled_for_by_themselves) {
    Faults faults(7);
    faults.add(by_chance(FaultKind::status, 0.5));
    faults.add(by_chance(FaultKind::drop_after_effect, 1));
    const auto told = met(faults, 1'000);
    EXPECT_NEAR(static_cast<double>(std::ranges::count(told, 'b')), 500, 80);
    EXPECT_EQ(std::ranges::count(told, '.'), 0);
}

TEST(Faults, a_certain_chance_counts_against_its_times) {
    Faults faults(7);
    auto fault = by_chance(FaultKind::status, 1);
    fault.times_left = 2;
    faults.add(fault);
    EXPECT_EQ(met(faults, 4), "bb..");
}

}  // namespace
}  // namespace rostrum::sandbox
