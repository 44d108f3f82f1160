#include "unit/platforms/youtube/youtube_test.hpp"

namespace rostrum::platforms::youtube {
namespace {

using namespace std::chrono_literals;

class YouTubeAuthorizerTest : public YouTubeTest {};

constexpr std::string_view tokens_body =
    R"({"access_token":"ya29.2","expires_in":3599,"refresh_token":"1//2",)"
    R"("scope":"https://www.googleapis.com/auth/youtube.readonly openid","token_type":"Bearer"})";

TEST_F(YouTubeAuthorizerTest, asks_for_lasting_access_and_for_consent_each_time) {
    const auto url = authorizer.authorize_url({.state = "st",
                                               .redirect_uri = "https://a.example/cb",
                                               .scopes = {"one", "two"},
                                               .code_challenge = "abc"});
    EXPECT_EQ(url, "https://accounts.google.com/o/oauth2/v2/auth?client_id=app"
                   "&redirect_uri=https%3A%2F%2Fa.example%2Fcb&response_type=code&scope=one%20two"
                   "&state=st&access_type=offline&prompt=select_account%20consent"
                   "&code_challenge=abc&code_challenge_method=S256");
}

TEST_F(YouTubeAuthorizerTest, trades_a_code_for_tokens) {
    client.answer(std::string(tokens_body));
    const auto tokens = run(authorizer.exchange({.code = Secret("4/0c"),
                                                 .redirect_uri = "https://a.example/cb",
                                                 .code_verifier = Secret("verifier")}));
    ASSERT_TRUE(tokens) << tokens.error().message;
    EXPECT_EQ(client.requests[0].url, "https://oauth2.googleapis.com/token");
    EXPECT_EQ(parameter(0, "grant_type"), "authorization_code");
    EXPECT_EQ(parameter(0, "client_id"), "app");
    EXPECT_EQ(parameter(0, "client_secret"), "app-secret");
    EXPECT_EQ(parameter(0, "redirect_uri"), "https://a.example/cb");
    EXPECT_EQ(parameter(0, "code"), "4/0c");
    EXPECT_EQ(parameter(0, "code_verifier"), "verifier");
    EXPECT_EQ(tokens->data.access.reveal(), "ya29.2");
    EXPECT_EQ(tokens->data.refresh.reveal(), "1//2");
    EXPECT_EQ(tokens->data.expires_at, clock.now() + 3599s);
    EXPECT_FALSE(tokens->data.refresh_expires_at) << "it has no end that is told";
    EXPECT_EQ(tokens->data.scopes,
              (std::vector<std::string>{std::string(scope_readonly), "openid"}));
}

TEST_F(YouTubeAuthorizerTest, a_refresh_token_may_be_missing_or_have_an_end) {
    client.answer(R"({"access_token":"ya29.2","expires_in":3599,"scope":"s"})");
    auto tokens = run(authorizer.exchange({}));
    ASSERT_TRUE(tokens) << "the one of the first consent is still valid";
    EXPECT_TRUE(tokens->data.refresh.empty());
    client.answer(
        R"({"access_token":"a","refresh_token":"1//3","refresh_token_expires_in":86400})");
    tokens = run(authorizer.exchange({}));
    ASSERT_TRUE(tokens);
    EXPECT_EQ(tokens->data.refresh_expires_at, clock.now() + 24h);
    EXPECT_EQ(tokens->data.expires_at, clock.now() + 1h) << "what is not told is the usual hour";
}

TEST_F(YouTubeAuthorizerTest, a_code_is_sent_once) {
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
    client.answer(R"({"expires_in":3599,"unknown":[1]})");
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous) << "no token";
    client.answer("<html>busy</html>", 502);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
    EXPECT_EQ(client.requests.size(), 3U);
}

TEST_F(YouTubeAuthorizerTest, a_refresh_keeps_the_refresh_token) {
    client.answer(
        R"({"access_token":"ya29.3","expires_in":3599,"scope":"s","token_type":"Bearer"})");
    const Tokens old{.access = Secret("ya29.1"), .refresh = Secret("1//1")};
    const auto fresh = run(authorizer.refresh(old));
    ASSERT_TRUE(fresh) << fresh.error().message;
    EXPECT_EQ(parameter(0, "grant_type"), "refresh_token");
    EXPECT_EQ(parameter(0, "refresh_token"), "1//1");
    EXPECT_EQ(fresh->data.access.reveal(), "ya29.3");
    EXPECT_TRUE(fresh->data.refresh.empty()) << "none came, so the old one stays";
}

TEST_F(YouTubeAuthorizerTest,
       a_refresh_that_fails_ends_the_connection_only_when_the_grant_is_gone) {
    struct Row {
        std::string_view body;
        int status;
        Next next;
    };
    constexpr Row rows[] = {
        {R"({"error":"invalid_grant","error_description":"Token has been expired or revoked."})",
         400, Next::reauthorize},
        {R"({"error":"invalid_grant","error_subtype":"invalid_rapt"})", 400, Next::reauthorize},
        {R"({"error":"invalid_client"})", 401, Next::misconfigured},
        {R"({"error":"deleted_client"})", 401, Next::misconfigured},
        {R"({"error":"invalid_grant"})", 503, Next::retry_later},
        {R"({"error":{"code":503,"message":"m","errors":[{"reason":"backendError"}]}})", 503,
         Next::retry_later},
        {"<html>busy</html>", 502, Next::retry_later},
        {"{}", 429, Next::rate_limited},
        {"{}", 200, Next::retry_later},
    };
    const Tokens old{.access = Secret("ya29.1"), .refresh = Secret("1//1")};
    for (const auto& row : rows) {
        client.answer(std::string(row.body), row.status);
        const auto fresh = run(authorizer.refresh(old));
        ASSERT_FALSE(fresh) << row.body;
        EXPECT_EQ(fresh.error().next, row.next) << row.body;
        EXPECT_FALSE(fresh.error().user_message.empty()) << row.body;
    }
    EXPECT_EQ(client.requests.size(), std::size(rows)) << "none is repeated by itself";
}

TEST_F(YouTubeAuthorizerTest, without_a_refresh_token_nothing_is_asked) {
    const auto fresh = run(authorizer.refresh({.access = Secret("ya29.1")}));
    ASSERT_FALSE(fresh);
    EXPECT_EQ(fresh.error().next, Next::reauthorize);
    EXPECT_EQ(fresh.error().code, "no_refresh_token");
    EXPECT_FALSE(fresh.error().user_message.contains('{'));
}

TEST_F(YouTubeAuthorizerTest, revokes_with_the_refresh_token_and_takes_a_dead_one_for_revoked) {
    const Tokens tokens{.access = Secret("ya29.1"), .refresh = Secret("1//1")};
    client.answer("{}");
    EXPECT_TRUE(run(authorizer.revoke(tokens)));
    EXPECT_EQ(client.requests[0].url, "https://oauth2.googleapis.com/revoke");
    EXPECT_EQ(client.requests[0].method, http::Method::post);
    EXPECT_EQ(parameter(0, "token"), "1//1");
    client.answer("");
    EXPECT_TRUE(run(authorizer.revoke({.access = Secret("ya29.1")})));
    EXPECT_EQ(parameter(1, "token"), "ya29.1");
    client.answer(R"({"error":"invalid_token","error_description":"Token expired or revoked"})",
                  400);
    EXPECT_TRUE(run(authorizer.revoke(tokens)));
    client.answer(R"({"error":"invalid_request"})", 400);
    EXPECT_EQ(run(authorizer.revoke(tokens)).error().next, Next::rejected);
}

TEST_F(YouTubeAuthorizerTest, the_account_is_the_channel) {
    client.answer(R"({"kind":"youtube#channelListResponse","items":[{"id":"UC1","snippet":{
        "title":"Ada Bakes","customUrl":"@adabakes","thumbnails":{"default":{"url":"https://p/d"},
        "high":{"url":"https://p/h"}}}}]})");
    const auto accounts = run(authorizer.accounts({.access = Secret("ya29.1")}));
    ASSERT_TRUE(accounts) << accounts.error().message;
    EXPECT_EQ(path(0), "https://www.googleapis.com/youtube/v3/channels");
    EXPECT_EQ(parameter(0, "mine"), "true");
    EXPECT_EQ(parameter(0, "part"), "id,snippet");
    EXPECT_EQ(authorization(0), "Bearer ya29.1");
    ASSERT_EQ(accounts->data.size(), 1U);
    EXPECT_EQ(accounts->data[0].external_id, "UC1");
    EXPECT_EQ(accounts->data[0].handle, "adabakes");
    EXPECT_EQ(accounts->data[0].display_name, "Ada Bakes");
    EXPECT_EQ(accounts->data[0].avatar_url, "https://p/h");
    EXPECT_FALSE(accounts->data[0].tokens) << "it is reached with the grant's";
}

TEST_F(YouTubeAuthorizerTest, a_channel_without_a_handle_is_called_by_its_title) {
    client.answer(R"({"items":[{"id":"UC1","snippet":{"title":"Ada","customUrl":7.5}},{"id":"UC2"},
        {"snippet":{"title":"no id"}},"nonsense"]})");
    const auto accounts = run(authorizer.accounts({.access = Secret("ya29.1")}));
    ASSERT_TRUE(accounts);
    ASSERT_EQ(accounts->data.size(), 2U);
    EXPECT_EQ(accounts->data[0].handle, "Ada");
    EXPECT_EQ(accounts->data[1].handle, "UC2");
}

TEST_F(YouTubeAuthorizerTest, a_google_account_may_have_no_channel) {
    constexpr std::string_view bodies[] = {
        R"({"kind":"youtube#channelListResponse","pageInfo":{"totalResults":0}})",
        R"({"kind":"youtube#channelListResponse","items":[]})"};
    for (const auto body : bodies) {
        client.answer(std::string(body));
        const auto none = run(authorizer.accounts({.access = Secret("ya29.1")}));
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error().code, "youtubeSignupRequired");
        EXPECT_EQ(none.error().next, Next::reauthorize);
    }
    client.answer(R"({"error":{"code":401,"message":"Unauthorized","errors":[{"domain":
        "youtube.header","reason":"youtubeSignupRequired","message":"Unauthorized"}]}})",
                  401);
    const auto refused = run(authorizer.accounts({.access = Secret("ya29.1")}));
    EXPECT_EQ(refused.error().next, Next::reauthorize);
    EXPECT_TRUE(refused.error().user_message.contains("no YouTube channel"));
    client.answer("{}");
    EXPECT_EQ(run(authorizer.accounts({.access = Secret("ya29.1")})).error().code, "malformed")
        << "not every answer without a list says so";
}

}  // namespace
}  // namespace rostrum::platforms::youtube
