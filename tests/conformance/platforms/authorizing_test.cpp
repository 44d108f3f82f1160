#include "conformance/platforms/fixture.hpp"

#include <algorithm>

namespace rostrum::platforms {
namespace {

using namespace std::chrono_literals;

/// Whether an error ends the flow: the member has to begin again, and no retry helps.
bool ends_the_flow(const PlatformError& error) {
    return error.next == Next::rejected || error.next == Next::reauthorize;
}

class Authorizing : public PlatformConformance {};

TEST_P(Authorizing, ends_in_tokens_and_the_account) {
    const auto query = come_back("&auto=allow&account=" + std::string(GetParam().account));
    EXPECT_EQ(query.get("state"), "the state");
    const auto tokens = exchange(grant_of(query));
    ASSERT_TRUE(tokens) << tokens.error().message;
    EXPECT_FALSE(tokens->data.access.empty());
    ASSERT_TRUE(tokens->data.expires_at);
    EXPECT_GT(*tokens->data.expires_at, clock.now());
    const auto account = account_of(tokens->data);
    EXPECT_FALSE(account.external_id.empty());
    EXPECT_FALSE(account.handle.empty());
    EXPECT_FALSE(account.display_name.empty());
}

TEST_P(Authorizing, the_same_account_has_the_same_id_at_every_login) {
    const auto first = account_of(connect(GetParam().account));
    clock.advance(24h);
    EXPECT_EQ(account_of(connect(GetParam().account)).external_id, first.external_id);
    EXPECT_NE(account_of(connect(GetParam().empty_account)).external_id, first.external_id);
}

TEST_P(Authorizing, a_denial_comes_back_as_one) {
    const auto query = come_back("&auto=deny");
    EXPECT_EQ(query.get("error"), GetParam().denial);
    EXPECT_EQ(query.get("state"), "the state");
    EXPECT_FALSE(query.get("code"));
}

TEST_P(Authorizing, narrower_scopes_are_told) {
    std::string names;
    for (const auto& scope : required_scopes()) names += scope + ',';
    const auto tokens = connect(GetParam().account, "&grant=" + http::percent_encode(names));
    for (const auto& scope : required_scopes()) {
        EXPECT_EQ(std::ranges::count(tokens.scopes, scope), 1) << scope;
    }
    EXPECT_LT(tokens.scopes.size(), all_scopes().size() + 1);
    const auto access = access_of(tokens);
    EXPECT_TRUE(profile(access));
    EXPECT_TRUE(posts(access)) << "what was not granted is not asked for, and is no error";
    EXPECT_TRUE(run(platform->reader()->daily(access, clock.now() - 72h, clock.now())));
}

TEST_P(Authorizing, a_code_works_once) {
    const auto grant = allowed(GetParam().account);
    ASSERT_TRUE(exchange(grant));
    const auto again = exchange(grant);
    ASSERT_FALSE(again);
    EXPECT_TRUE(ends_the_flow(again.error())) << again.error().message;
}

TEST_P(Authorizing, a_code_expires) {
    const auto grant = allowed(GetParam().account);
    clock.advance(GetParam().code_life);
    const auto late = exchange(grant);
    ASSERT_FALSE(late);
    EXPECT_TRUE(ends_the_flow(late.error())) << late.error().message;
}

TEST_P(Authorizing, a_code_that_was_never_given_out_is_refused) {
    auto grant = allowed(GetParam().account);
    grant.code = Secret("made-up");
    const auto refused = exchange(grant);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(ends_the_flow(refused.error())) << refused.error().message;
}

TEST_P(Authorizing, a_code_belongs_to_its_redirect_address) {
    auto grant = allowed(GetParam().account);
    grant.redirect_uri = "https://elsewhere.example/callback";
    EXPECT_FALSE(exchange(grant));
}

TEST_P(Authorizing, a_code_belongs_to_its_verifier) {
    if (platform->descriptor().pkce == Pkce::no) GTEST_SKIP() << "without PKCE";
    auto grant = allowed(GetParam().account);
    grant.code_verifier = crypto::pkce_verifier(random);
    EXPECT_FALSE(exchange(grant));
}

TEST_P(Authorizing, no_token_stands_in_an_error) {
    const auto tokens = connect(GetParam().account);
    const auto access = access_of(tokens);
    for (const auto kind : {sandbox::FaultKind::status, sandbox::FaultKind::html,
                            sandbox::FaultKind::revoke, sandbox::FaultKind::rate_limit}) {
        set_fault(kind, GetParam().profile_endpoint);
        const auto failed = profile(access);
        ASSERT_FALSE(failed);
        EXPECT_FALSE(failed.error().message.contains(tokens.access.reveal()));
        EXPECT_FALSE(failed.error().user_message.empty());
        clear_faults();
    }
}

// ---- refreshing

TEST_P(Authorizing, a_refresh_answers_a_token_that_lives_longer) {
    if (!GetParam().refreshes) GTEST_SKIP() << "without refresh tokens";
    const auto old = connect(GetParam().account);
    wait_until_refreshable();
    clock.advance(1min);
    const auto fresh = run(platform->authorizer().refresh(old));
    ASSERT_TRUE(fresh) << fresh.error().message;
    EXPECT_NE(fresh->data.access.reveal(), old.access.reveal());
    EXPECT_GT(*fresh->data.expires_at, *old.expires_at);
    EXPECT_TRUE(profile(access_of(fresh->data)));
}

TEST_P(Authorizing, an_expired_token_is_refused_and_can_be_refreshed_where_the_policy_says_so) {
    if (!GetParam().refreshes) GTEST_SKIP() << "without refresh tokens";
    const auto old = connect(GetParam().account);
    const auto access = access_of(old);
    clock.set(*old.expires_at + 1s);
    const auto refused = profile(access);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::reauthorize);
    const auto fresh = run(platform->authorizer().refresh(old));
    EXPECT_EQ(fresh.has_value(), !platform->descriptor().refresh.needs_unexpired_token);
    if (!fresh) {
        EXPECT_EQ(fresh.error().next, Next::reauthorize);
    }
}

TEST_P(Authorizing, a_rotated_refresh_token_works_once) {
    if (!platform->descriptor().refresh.rotates) GTEST_SKIP() << "refresh tokens stay";
    const auto old = connect(GetParam().account);
    const auto fresh = run(platform->authorizer().refresh(old));
    ASSERT_TRUE(fresh) << fresh.error().message;
    EXPECT_NE(fresh->data.refresh.reveal(), old.refresh.reveal());
    const auto again = run(platform->authorizer().refresh(old));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().next, Next::reauthorize);
}

TEST_P(Authorizing, a_refresh_whose_answer_is_lost_may_be_tried_again_later) {
    if (!GetParam().refreshes) GTEST_SKIP() << "without refresh tokens";
    const auto old = connect(GetParam().account);
    wait_until_refreshable();
    for (const auto kind : {sandbox::FaultKind::status, sandbox::FaultKind::html}) {
        set_fault(kind, GetParam().token_endpoint, 503);
        const auto before = client.requests;
        const auto failed = run(platform->authorizer().refresh(old));
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().next, Next::retry_later) << failed.error().message;
        EXPECT_EQ(client.requests, before + 1) << "a refresh is never repeated by itself";
        clear_faults();
    }
    EXPECT_TRUE(run(platform->authorizer().refresh(old)));
}

TEST_P(Authorizing, an_access_that_the_user_took_back_is_over) {
    const auto tokens = connect(GetParam().leaving_account);
    const auto access = access_of(tokens);
    ASSERT_TRUE(profile(access));
    clock.advance(GetParam().leaves_after);
    const auto refused = profile(access);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::reauthorize);
    if (GetParam().refreshes) {
        EXPECT_EQ(run(platform->authorizer().refresh(tokens)).error().next, Next::reauthorize);
    }
    EXPECT_TRUE(profile(access_of(connect(GetParam().leaving_account)))) << "until a new login";
}

TEST_P(Authorizing, a_revoked_grant_is_over_and_revoking_it_again_is_no_error) {
    const auto tokens = connect(GetParam().account);
    const auto access = access_of(tokens);
    EXPECT_TRUE(run(platform->authorizer().revoke(tokens)));
    if (!GetParam().revokes) return;
    const auto refused = profile(access);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::reauthorize);
    EXPECT_TRUE(run(platform->authorizer().revoke(tokens)));
}

INSTANTIATE_TEST_SUITE_P(Of, Authorizing, ::testing::ValuesIn(all_simulated()),
                         [](const auto& info) { return std::string(info.param.id); });

}  // namespace
}  // namespace rostrum::platforms
