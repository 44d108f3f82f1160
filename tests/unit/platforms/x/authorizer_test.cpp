#include "crypto/encoding.hpp"
#include "platforms/x/x.hpp"
#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms::x {
namespace {

using namespace std::chrono_literals;

class XAuthorizerTest : public PlatformTest {
protected:
    std::unique_ptr<Platform> make(std::string base_url = {}) {
        return create({.client_id = "app:1",
                       .client_secret = Secret("app-secret"),
                       .redirect_uri = "https://a.example/own",
                       .base_url = std::move(base_url),
                       .api_version = {}},
                      parts());
    }
    std::string_view authorization(std::size_t index) const {
        return client.requests.at(index).headers.get("Authorization");
    }

    static Tokens old_tokens() { return {.access = Secret("at-1"), .refresh = Secret("rt-1")}; }

    const std::string basic =
        "Basic " + crypto::base64_encode(crypto::as_bytes(std::string_view("app:1:app-secret")));
    std::unique_ptr<Platform> platform = make();
    Authorizer& authorizer = platform->authorizer();
};

constexpr const char* tokens_body =
    R"({"token_type":"bearer","expires_in":7200,"access_token":"at-2",)"
    R"("scope":"tweet.read users.read offline.access","refresh_token":"rt-2"})";
constexpr const char* dead_token =
    R"({"error":"invalid_request","error_description":"Value passed for the token was invalid."})";

TEST_F(XAuthorizerTest, asks_with_spaces_and_a_challenge) {
    const AuthorizeRequest request{.state = "st",
                                   .redirect_uri = "https://a.example/cb",
                                   .scopes = {"tweet.read", "offline.access"},
                                   .code_challenge = "chal"};
    EXPECT_EQ(authorizer.authorize_url(request),
              "https://x.com/i/oauth2/authorize?response_type=code&client_id=app%3A1"
              "&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=tweet.read%20offline.access"
              "&state=st&code_challenge=chal&code_challenge_method=S256");
    platform = make("http://127.0.0.1:9090");
    EXPECT_TRUE(platform->authorizer().authorize_url(request).starts_with(
        "http://127.0.0.1:9090/x.com/i/oauth2/authorize?"));
    EXPECT_EQ(platform->redirect_uri(), "https://a.example/own");
}

TEST_F(XAuthorizerTest, the_descriptor_says_what_the_platform_demands) {
    EXPECT_EQ(descriptor.pkce, Pkce::s256);
    EXPECT_TRUE(descriptor.refresh.rotates);
    EXPECT_EQ(descriptor.settings.client_id, "X_CLIENT_ID");
    EXPECT_EQ(descriptor.settings.client_secret, "X_CLIENT_SECRET");
    for (const auto& scope : descriptor.scopes) {
        const bool publishes = scope.name == scope_write || scope.name == scope_media;
        EXPECT_NE(scope.required, publishes) << scope.name;
        EXPECT_TRUE(scope.by_default) << scope.name;
    }
}

TEST_F(XAuthorizerTest, trades_a_code_with_the_secret_in_the_header_only) {
    client.answer(tokens_body);
    const auto tokens = run(authorizer.exchange({.code = Secret("c%2A"),
                                                 .redirect_uri = "https://a.example/cb",
                                                 .code_verifier = Secret("ver")}));
    ASSERT_TRUE(tokens) << tokens.error().message;
    EXPECT_EQ(path(0), "https://api.x.com/2/oauth2/token");
    EXPECT_EQ(authorization(0), basic);
    EXPECT_EQ(parameter(0, "grant_type"), "authorization_code");
    EXPECT_EQ(parameter(0, "code"), "c%2A");
    EXPECT_EQ(parameter(0, "redirect_uri"), "https://a.example/cb");
    EXPECT_EQ(parameter(0, "code_verifier"), "ver");
    EXPECT_FALSE(client.requests[0].body.contains("client_id"));
    EXPECT_FALSE(client.requests[0].body.contains("app-secret"));
    EXPECT_EQ(tokens->data.access.reveal(), "at-2");
    EXPECT_EQ(tokens->data.refresh.reveal(), "rt-2");
    EXPECT_EQ(tokens->data.expires_at, clock.now() + 2h);
    EXPECT_FALSE(tokens->data.refresh_expires_at) << "nobody tells it";
    EXPECT_EQ(tokens->data.scopes,
              (std::vector<std::string>{"tweet.read", "users.read", "offline.access"}));
}

TEST_F(XAuthorizerTest, a_code_is_sent_once) {
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
    client.answer("<html>over capacity</html>", 503);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
    client.answer(R"({"error":"invalid_request",
        "error_description":"Value passed for the authorization code was invalid."})",
                  400);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::reauthorize);
    EXPECT_EQ(client.requests.size(), 3U);
}

TEST_F(XAuthorizerTest, a_token_answer_without_a_token_is_none) {
    client.answer(R"({"expires_in":7200,"unknown":[1]})");
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
}

TEST_F(XAuthorizerTest, without_offline_access_there_is_no_refresh_token) {
    client.answer(R"({"access_token":"at","scope":"tweet.read users.read"})");
    const auto tokens = run(authorizer.exchange({}));
    ASSERT_TRUE(tokens);
    EXPECT_TRUE(tokens->data.refresh.empty());
    EXPECT_EQ(tokens->data.expires_at, clock.now() + 2h) << "the usual life";
}

TEST_F(XAuthorizerTest, a_refresh_sends_the_refresh_token_once) {
    client.answer(tokens_body);
    const auto fresh = run(authorizer.refresh(old_tokens()));
    ASSERT_TRUE(fresh);
    EXPECT_EQ(fresh->data.refresh.reveal(), "rt-2");
    EXPECT_EQ(path(0), "https://api.x.com/2/oauth2/token");
    EXPECT_EQ(authorization(0), basic);
    EXPECT_EQ(parameter(0, "grant_type"), "refresh_token");
    EXPECT_EQ(parameter(0, "refresh_token"), "rt-1");
}

TEST_F(XAuthorizerTest, a_lost_refresh_may_be_tried_again_and_a_dead_one_not) {
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(authorizer.refresh(old_tokens())).error().next, Next::retry_later);
    client.answer(R"({"title":"Service Unavailable","type":"about:blank","status":503})", 503);
    EXPECT_EQ(run(authorizer.refresh(old_tokens())).error().next, Next::retry_later);
    client.answer(R"({"title":"Too Many Requests","type":"about:blank","status":429})", 429);
    EXPECT_EQ(run(authorizer.refresh(old_tokens())).error().next, Next::rate_limited);
    client.answer(R"({"error":"invalid_client"})", 401);
    EXPECT_EQ(run(authorizer.refresh(old_tokens())).error().next, Next::misconfigured)
        << "is no fault of the account";
    client.answer(dead_token, 400);
    EXPECT_EQ(run(authorizer.refresh(old_tokens())).error().next, Next::reauthorize);
    EXPECT_EQ(client.requests.size(), 5U);
}

TEST_F(XAuthorizerTest, revokes_both_tokens_the_lasting_one_first) {
    client.answer(R"({"revoked":true})");
    client.answer("");
    const auto done = run(authorizer.revoke(old_tokens()));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->calls, 2);
    EXPECT_EQ(path(0), "https://api.x.com/2/oauth2/revoke");
    EXPECT_EQ(authorization(0), basic);
    EXPECT_EQ(parameter(0, "token"), "rt-1");
    EXPECT_EQ(parameter(1, "token"), "at-1");
}

TEST_F(XAuthorizerTest, a_token_that_is_dead_is_as_good_as_revoked) {
    client.answer(dead_token, 400);
    client.answer(dead_token, 400);
    EXPECT_TRUE(run(authorizer.revoke(old_tokens())));
    client.answer(R"({"error":"invalid_client"})", 401);
    EXPECT_EQ(run(authorizer.revoke(old_tokens())).error().next, Next::misconfigured);
    EXPECT_TRUE(run(authorizer.revoke({})));
    EXPECT_EQ(client.requests.size(), 3U);
}

TEST_F(XAuthorizerTest, the_account_is_known_by_its_id) {
    client.answer(R"({"data":{"id":"2244994945","name":"Ada","username":"ada",
        "profile_image_url":"https://p/1"}})");
    const auto accounts = run(authorizer.accounts({.access = Secret("at-1")}));
    ASSERT_TRUE(accounts);
    ASSERT_EQ(accounts->data.size(), 1U);
    EXPECT_EQ(path(0), "https://api.x.com/2/users/me");
    EXPECT_EQ(authorization(0), "Bearer at-1");
    const auto& account = accounts->data[0];
    EXPECT_EQ(account.external_id, "2244994945");
    EXPECT_EQ(account.handle, "ada");
    EXPECT_EQ(account.display_name, "Ada");
    EXPECT_EQ(account.avatar_url, "https://p/1");
    EXPECT_FALSE(account.tokens);
    client.answer(R"({"data":{"id":5}})");
    EXPECT_EQ(run(authorizer.accounts({.access = Secret("at-1")}))->data.at(0).display_name, "5");
    client.answer(R"({"data":{"username":"nobody"}})");
    EXPECT_EQ(run(authorizer.accounts({.access = Secret("at-1")})).error().code, "malformed");
}

}  // namespace
}  // namespace rostrum::platforms::x
