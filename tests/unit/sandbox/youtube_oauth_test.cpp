#include "unit/sandbox/youtube_client.hpp"

#include <vector>

namespace rostrum::sandbox::youtube {
namespace {

using namespace std::chrono_literals;

// ---- signing in

TEST_F(YouTubeSandbox, a_login_ends_in_tokens) {
    const auto query = come_back("adabakesbread");
    EXPECT_EQ(query.get("state"), "st");
    EXPECT_TRUE(query.get("code")->starts_with("4/0"));
    EXPECT_EQ(query.get("scope"), fmt::format("{} {}", readonly, analytics));
    const auto answer = exchange(std::string(*query.get("code")));
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_TRUE(at(answer.body(), "access_token").starts_with("ya29."));
    EXPECT_TRUE(at(answer.body(), "refresh_token").starts_with("1//"));
    EXPECT_EQ(at(answer.body(), "expires_in"), "3599");
    EXPECT_EQ(at(answer.body(), "scope"), fmt::format("{} {}", readonly, analytics));
}

TEST_F(YouTubeSandbox, a_code_works_once_and_for_ten_minutes) {
    const auto once = code("adabakesbread");
    EXPECT_EQ(error(exchange(once, "http://elsewhere.example/")), "redirect_uri_mismatch");
    EXPECT_EQ(exchange(once).status, 200);
    EXPECT_EQ(error(exchange(once)), "invalid_grant");
    const auto late = code("adabakesbread");
    client.base.advance(10min);
    EXPECT_EQ(error(exchange(late)), "invalid_grant");
    EXPECT_EQ(error(exchange("4/0made-up")), "invalid_grant");
}

TEST_F(YouTubeSandbox, the_app_has_to_say_who_it_is) {
    const auto wrong =
        client.post_form("/oauth2.googleapis.com/token", {{"client_id", std::string(client_id)},
                                                          {"client_secret", "guessed"},
                                                          {"grant_type", "refresh_token"}});
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(error(wrong), "invalid_client");
    EXPECT_EQ(error(token({{"grant_type", "password"}})), "unsupported_grant_type");
}

TEST_F(YouTubeSandbox, scopes_can_be_left_out) {
    const auto some = code("adabakesbread", "&grant=" + http::percent_encode(readonly));
    EXPECT_EQ(at(exchange(some).body(), "scope"), readonly);
    EXPECT_EQ(at(exchange(code("justthechannel")).body(), "scope"), readonly) << "by itself";
    EXPECT_EQ(at(exchange(code("unticker")).body(), "scope"), analytics);
    EXPECT_EQ(reason(data(access("unticker"), "channels?part=id&mine=true")),
              "insufficientPermissions");
}

TEST_F(YouTubeSandbox, a_second_consent_gives_a_refresh_token_only_when_it_is_asked_for) {
    const auto first = at(exchange(code("adabakesbread", "", "")).body(), "refresh_token");
    EXPECT_FALSE(first.empty()) << "the first consent";
    const auto again = exchange(code("adabakesbread", "", "")).body();
    EXPECT_TRUE(at(again, "refresh_token").empty());
    EXPECT_EQ(refresh(first).status, 200) << "the earlier one is still good";
    EXPECT_FALSE(at(exchange(code("adabakesbread")).body(), "refresh_token").empty());
    EXPECT_FALSE(at(exchange(code("emojilab", "", "")).body(), "refresh_token").empty());
    revoke(first);
    EXPECT_FALSE(at(exchange(code("adabakesbread", "", "")).body(), "refresh_token").empty())
        << "whoever took it back is asked again";
}

// ---- refreshing and ending

TEST_F(YouTubeSandbox, a_refresh_answers_no_refresh_token_and_leaves_the_old_ones) {
    const auto tokens = exchange(code("adabakesbread")).body();
    const auto lasting = at(tokens, "refresh_token");
    for (int i = 0; i < 3; ++i) {
        const auto fresh = refresh(lasting);
        ASSERT_EQ(fresh.status, 200) << fresh.text;
        EXPECT_TRUE(at(fresh.body(), "refresh_token").empty());
        EXPECT_EQ(data(at(fresh.body(), "access_token"), "channels?part=id&mine=true").status, 200);
    }
    EXPECT_EQ(data(at(tokens, "access_token"), "channels?part=id&mine=true").status, 200);
    EXPECT_EQ(error(refresh(at(tokens, "access_token"))), "invalid_grant") << "not a refresh token";
}

TEST_F(YouTubeSandbox, an_access_token_ends_after_an_hour) {
    const auto token = access("adabakesbread");
    client.base.advance(access_life);
    const auto refused = data(token, "channels?part=id&mine=true");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(reason(refused), "authError");
    EXPECT_EQ(at(refused.body(), "error/status"), "UNAUTHENTICATED");
}

TEST_F(YouTubeSandbox, a_refresh_token_ends_when_nobody_uses_it) {
    const auto used = at(exchange(code("adabakesbread")).body(), "refresh_token");
    const auto unused = at(exchange(code("emojilab")).body(), "refresh_token");
    client.base.advance(refresh_unused_max - 1min);
    EXPECT_EQ(refresh(used).status, 200);
    client.base.advance(2min);
    EXPECT_EQ(refresh(used).status, 200);
    EXPECT_EQ(error(refresh(unused)), "invalid_grant");
}

TEST_F(YouTubeSandbox, the_oldest_of_too_many_refresh_tokens_ends) {
    std::vector<std::string> tokens;
    tokens.reserve(refresh_tokens_max + 1);
    for (std::size_t i = 0; i < refresh_tokens_max + 1; ++i) {
        tokens.push_back(at(exchange(code("adabakesbread")).body(), "refresh_token"));
    }
    EXPECT_EQ(error(refresh(tokens[0])), "invalid_grant");
    EXPECT_EQ(refresh(tokens[1]).status, 200);
    EXPECT_EQ(refresh(tokens.back()).status, 200);
}

TEST_F(YouTubeSandbox, with_an_app_in_testing_access_ends_after_a_week) {
    const auto lasting = at(exchange(code("testuser")).body(), "refresh_token");
    client.base.advance(24h * 7 - 1min);
    EXPECT_EQ(refresh(lasting).status, 200);
    client.base.advance(1min);
    const auto ended = refresh(lasting);
    EXPECT_EQ(ended.status, 400);
    EXPECT_EQ(error(ended), "invalid_grant");
}

TEST_F(YouTubeSandbox, revoking_one_token_ends_all_of_the_account) {
    const auto first = exchange(code("adabakesbread")).body();
    const auto second = exchange(code("adabakesbread")).body();
    const auto other = access("emojilab");
    EXPECT_EQ(revoke(at(first, "access_token")).status, 200);
    EXPECT_EQ(error(refresh(at(second, "refresh_token"))), "invalid_grant");
    EXPECT_EQ(data(at(second, "access_token"), "channels?part=id&mine=true").status, 401);
    EXPECT_EQ(data(other, "channels?part=id&mine=true").status, 200);
    const auto again = revoke(at(first, "refresh_token"));
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(error(again), "invalid_token");
    EXPECT_EQ(data(access("adabakesbread"), "channels?part=id&mine=true").status, 200);
}

}  // namespace
}  // namespace rostrum::sandbox::youtube
