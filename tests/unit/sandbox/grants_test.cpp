#include "sandbox/grants.hpp"

#include "core/clock.hpp"

#include <gtest/gtest.h>

namespace rostrum::sandbox {
namespace {

using namespace std::chrono_literals;

class GrantsTest : public ::testing::Test {
protected:
    TokenState state(const std::string& text, const Grants& of) const {
        const auto token = of.read(text);
        return token ? of.check(*token, clock.now()) : TokenState::unknown;
    }
    TokenState state(const std::string& text) const { return state(text, grants); }
    Grants make(std::uint64_t seed) {
        return {format, random, seed,
                [](std::size_t persona) { return persona == 9 ? 60min : 0min; }};
    }

    static constexpr Grants::Format format{"demo", "at.", "rt."};
    ManualClock clock;
    SeededRandom random{3};
    Grants grants{make(1)};
};

TEST_F(GrantsTest, a_token_says_what_it_stands_for) {
    const auto grant = grants.begin(2, 5, clock.now());
    const auto text = grants.issue_access(grant, clock.now(), 2h);
    EXPECT_TRUE(text.starts_with("at."));
    const auto token = grants.read(text);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->use, TokenUse::access);
    EXPECT_EQ(token->grant.persona, 2U);
    EXPECT_EQ(token->grant.scopes, 5U);
    EXPECT_EQ(token->expires_at, clock.now() + 2h);
    EXPECT_EQ(state(text), TokenState::good);
    clock.advance(2h);
    EXPECT_EQ(state(text), TokenState::expired);
}

TEST_F(GrantsTest, what_is_no_token_is_unknown) {
    auto text = grants.issue_access(grants.begin(0, 1, clock.now()), clock.now(), 1h);
    for (const auto& other : {std::string(), std::string("at."), std::string("at.!!"), text + "A",
                              text.substr(0, text.size() - 1), "rt." + text.substr(3)}) {
        const auto token = grants.read(other);
        EXPECT_TRUE(!token || token->use == TokenUse::access) << other;
    }
    text[10] = text[10] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(grants.read(text));
}

TEST_F(GrantsTest, it_is_counted_how_often_a_used_refresh_token_comes_again) {
    const auto grant = grants.begin(0, 1, clock.now());
    const auto old = grants.issue_refresh(grant, clock.now(), 1h);
    EXPECT_EQ(state(old), TokenState::good);
    EXPECT_TRUE(grants.use_up(*grants.read(old)));
    EXPECT_EQ(grants.used_again(), 0);
    EXPECT_EQ(state(old), TokenState::used);
    EXPECT_FALSE(grants.use_up(*grants.read(old))) << "two at once: the second came too late";
    EXPECT_EQ(grants.used_again(), 2);
    const auto fresh = grants.issue_refresh(grant, clock.now(), 1h);
    EXPECT_EQ(state(fresh), TokenState::good);
    EXPECT_EQ(grants.used_again(), 2);
    grants.reset();
    EXPECT_EQ(grants.used_again(), 0);
}

TEST_F(GrantsTest, tokens_outlive_a_restart_with_the_same_seed) {
    const auto text = grants.issue_refresh(grants.begin(0, 1, clock.now()), clock.now(), 1h);
    EXPECT_EQ(state(text, make(1)), TokenState::good);
    EXPECT_EQ(state(text, make(2)), TokenState::unknown);
}

TEST_F(GrantsTest, a_refresh_token_may_be_used_up) {
    const auto grant = grants.begin(0, 1, clock.now());
    const auto first = grants.issue_refresh(grant, clock.now(), 1h);
    const auto same = grants.issue_refresh(grant, clock.now(), 1h);
    EXPECT_EQ(state(same), TokenState::good) << "until one is used up, all are good";
    EXPECT_TRUE(grants.use_up(*grants.read(first)));
    EXPECT_FALSE(grants.use_up(*grants.read(first)));
    EXPECT_FALSE(grants.use_up(*grants.read(same)));
    EXPECT_EQ(state(first), TokenState::used);
    const auto next = grants.issue_refresh(grant, clock.now(), 1h);
    EXPECT_EQ(state(next), TokenState::good);
    EXPECT_TRUE(grants.use_up(*grants.read(next)));
}

TEST_F(GrantsTest, a_grant_ends_alone_an_account_with_all_of_its_grants) {
    const auto issue = [&](std::size_t persona) {
        return grants.issue_access(grants.begin(persona, 1, clock.now()), clock.now(), 24h);
    };
    const auto one = issue(0);
    const auto two = issue(0);
    const auto other = issue(1);
    grants.end(grants.read(one)->grant);
    EXPECT_EQ(state(one), TokenState::revoked);
    EXPECT_EQ(state(two), TokenState::good);
    grants.revoke(0, clock.now());
    EXPECT_EQ(state(two), TokenState::revoked);
    EXPECT_EQ(state(other), TokenState::good);
    EXPECT_EQ(state(issue(0)), TokenState::good) << "a new login";
    grants.revoke({}, clock.now());
    EXPECT_EQ(state(other), TokenState::revoked);
    const auto late = issue(1);
    grants.reset();
    EXPECT_EQ(state(late), TokenState::revoked);
}

TEST_F(GrantsTest, some_take_the_access_back_by_themselves) {
    const auto text = grants.issue_access(grants.begin(9, 1, clock.now()), clock.now(), 24h);
    clock.advance(59min);
    EXPECT_EQ(state(text), TokenState::good);
    clock.advance(1min);
    EXPECT_EQ(state(text), TokenState::revoked);
}

}  // namespace
}  // namespace rostrum::sandbox
