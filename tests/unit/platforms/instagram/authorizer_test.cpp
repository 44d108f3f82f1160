#include "platforms/instagram/instagram.hpp"
#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms::instagram {
namespace {

using http::TransportFailure;
using Names = std::vector<std::string>;

class InstagramAuthorizerTest : public PlatformTest {
protected:
    std::unique_ptr<Platform> make(std::string base_url = {}) {
        return create({.client_id = "app",
                       .client_secret = Secret("app-secret"),
                       .redirect_uri = "https://here.example/callback",
                       .base_url = std::move(base_url),
                       .api_version = {}},
                      parts());
    }

    Outcome<Tokens> exchange(std::string code = "AQB") {
        return run(platform->authorizer().exchange({.code = Secret(std::move(code)),
                                                    .redirect_uri = "https://here.example/callback",
                                                    .code_verifier = {}}));
    }

    static Tokens tokens() {
        return {.access = Secret("old-token"), .refresh = {}, .expires_at = {}, .scopes = {"a"}};
    }

    std::unique_ptr<Platform> platform = make();
};

constexpr std::string_view lasting =
    R"({"access_token":"long","token_type":"bearer","expires_in":5183944})";

TEST_F(InstagramAuthorizerTest, the_consent_page_gets_everything_it_needs) {
    const AuthorizeRequest request{.state = "s&1",
                                   .redirect_uri = "https://here.example/callback",
                                   .scopes = {"a", "b"},
                                   .code_challenge = {}};
    EXPECT_EQ(platform->authorizer().authorize_url(request),
              "https://www.instagram.com/oauth/authorize?client_id=app"
              "&redirect_uri=https%3A%2F%2Fhere.example%2Fcallback&response_type=code"
              "&scope=a%2Cb&state=s%261&force_reauth=true");
    EXPECT_TRUE(make("http://127.0.0.1:9090")
                    ->authorizer()
                    .authorize_url(request)
                    .starts_with("http://127.0.0.1:9090/www.instagram.com/oauth/authorize?"));
}

TEST_F(InstagramAuthorizerTest, a_code_becomes_a_lasting_token_in_both_shapes) {
    for (const std::string_view answer :
         {R"({"data":[{"access_token":"short","user_id":"1","permissions":"a,b"}]})",
          R"({"access_token":"short","user_id":1,"permissions":["a","b"]})"}) {
        client.requests.clear();
        client.answer(std::string(answer));
        client.answer(std::string(lasting));
        const auto outcome = exchange("AQB#_");
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->data.access.reveal(), "long");
        EXPECT_EQ(outcome->data.expires_at, clock.now() + std::chrono::seconds{5183944});
        EXPECT_EQ(outcome->data.scopes, (Names{"a", "b"}));
        EXPECT_EQ(outcome->calls, 2);

        EXPECT_EQ(path(0), "https://api.instagram.com/oauth/access_token");
        EXPECT_EQ(client.requests[0].method, http::Method::post);
        EXPECT_EQ(parameter(0, "client_id"), "app");
        EXPECT_EQ(parameter(0, "client_secret"), "app-secret");
        EXPECT_EQ(parameter(0, "grant_type"), "authorization_code");
        EXPECT_EQ(parameter(0, "redirect_uri"), "https://here.example/callback");
        EXPECT_EQ(parameter(0, "code"), "AQB") << "without #_";
        EXPECT_EQ(path(1), "https://graph.instagram.com/access_token");
        EXPECT_EQ(client.requests[1].method, http::Method::get);
        EXPECT_EQ(parameter(1, "grant_type"), "ig_exchange_token");
        EXPECT_EQ(parameter(1, "client_secret"), "app-secret");
        EXPECT_EQ(parameter(1, "access_token"), "short");
    }
}

TEST_F(InstagramAuthorizerTest, a_narrower_grant_is_told_as_it_is) {
    client.answer(R"({"access_token":"short","permissions":"instagram_business_basic"})");
    client.answer(std::string(lasting));
    EXPECT_EQ(exchange()->data.scopes, Names{"instagram_business_basic"});
}

TEST_F(InstagramAuthorizerTest, a_used_code_means_to_start_again) {
    client.answer(R"({"error_type":"OAuthException","code":400,
                      "error_message":"Matching code was not found or was already used"})",
                  400);
    const auto outcome = exchange();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().next, Next::reauthorize);
    EXPECT_EQ(outcome.error().code, "oauth_400");
    EXPECT_EQ(outcome.error().message, "Matching code was not found or was already used");
}

TEST_F(InstagramAuthorizerTest, a_code_is_never_sent_twice) {
    client.fail(TransportFailure::no_answer);
    const auto outcome = exchange();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().next, Next::ambiguous);
    EXPECT_EQ(client.requests.size(), 1U);
}

TEST_F(InstagramAuthorizerTest, the_step_to_a_lasting_token_is_tried_again) {
    client.answer(R"({"access_token":"short"})");
    client.answer("<html>", 502);
    client.answer(std::string(lasting));
    const auto outcome = exchange();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->calls, 3);
}

TEST_F(InstagramAuthorizerTest, a_token_of_one_hour_is_never_answered) {
    client.answer(R"({"access_token":"short"})");
    for (int i = 0; i < 3; ++i) client.answer("", 500);
    EXPECT_EQ(exchange().error().next, Next::retry_later);

    client.answer(R"({"access_token":"short"})");
    client.answer(R"({"token_type":"bearer"})");
    EXPECT_EQ(exchange().error().code, "malformed");
}

TEST_F(InstagramAuthorizerTest, an_answer_to_the_code_without_a_token_leaves_it_open) {
    client.answer(R"({"data":[{"user_id":"1"}]})");
    const auto outcome = exchange();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().next, Next::ambiguous);
    EXPECT_EQ(outcome.error().code, "malformed");
}

TEST_F(InstagramAuthorizerTest, no_secret_is_in_the_errors_of_an_exchange) {
    client.answer(R"({"error_type":"OAuthException","code":400,
                      "error_message":"code AQB of app-secret is bad"})",
                  400);
    const auto first = exchange().error();
    client.answer(R"({"access_token":"short"})");
    client.answer(R"({"error":{"message":"short of app-secret is bad","code":190}})", 400);
    const auto second = exchange().error();
    for (const auto& error : {first, second}) {
        for (const std::string_view secret : {"AQB", "app-secret", "short"}) {
            EXPECT_EQ(error.message.find(secret), std::string::npos) << error.message;
            EXPECT_EQ(error.user_message.find(secret), std::string::npos);
        }
    }
    EXPECT_EQ(second.next, Next::reauthorize);
}

TEST_F(InstagramAuthorizerTest, refresh_answers_the_new_token) {
    client.answer(std::string(lasting), 200, {{"X-App-Usage", R"({"call_count":80})"}});
    const auto outcome = run(platform->authorizer().refresh(tokens()));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->data.access.reveal(), "long");
    EXPECT_EQ(outcome->data.expires_at, clock.now() + std::chrono::seconds{5183944});
    EXPECT_TRUE(outcome->data.scopes.empty()) << "the platform did not say";
    EXPECT_EQ(outcome->limits.used_percent, 80);
    EXPECT_EQ(path(0), "https://graph.instagram.com/refresh_access_token");
    EXPECT_EQ(parameter(0, "grant_type"), "ig_refresh_token");
    EXPECT_EQ(parameter(0, "access_token"), "old-token");
    EXPECT_EQ(parameter(0, "client_secret"), "");
}

TEST_F(InstagramAuthorizerTest, only_a_dead_grant_ends_a_connection) {
    struct Row {
        int status;
        std::string body;
        Next next;
        std::string_view reason;
    };
    for (const auto& [status, body, next, reason] : {
             Row{400, R"({"error":{"code":190,"error_subcode":463}})", Next::reauthorize,
                 "expired"},
             Row{400, R"({"error":{"code":190,"error_subcode":458}})", Next::reauthorize,
                 "app removed"},
             Row{400, R"({"error":{"code":190,"is_transient":true}})", Next::retry_later,
                 "transient by its own word"},
             Row{400, R"({"error":{"code":100,"message":"too young"}})", Next::rejected,
                 "wrong request"},
             Row{500, R"({"error":{"code":2}})", Next::retry_later, "service down"},
             Row{503, "<html>", Next::retry_later, "a proxy's page"},
             Row{200, R"({"access_token":)", Next::retry_later, "cut off"},
             Row{200, R"({"expires_in":5})", Next::retry_later, "no token"},
             Row{400, R"({"error":{"code":4}})", Next::rate_limited, "limit"},
             Row{400, R"({"error":{"code":12345}})", Next::rejected, "unknown"},
         }) {
        client.answer(body, status);
        const auto outcome = run(platform->authorizer().refresh(tokens()));
        ASSERT_FALSE(outcome) << reason;
        EXPECT_EQ(to_string(outcome.error().next), to_string(next)) << reason;
    }
    client.fail(TransportFailure::no_answer);
    const auto lost = run(platform->authorizer().refresh(tokens()));
    EXPECT_EQ(lost.error().next, Next::retry_later) << "answer lost";
    EXPECT_TRUE(waits.empty()) << "none of them is repeated";
}

TEST_F(InstagramAuthorizerTest, revoking_needs_no_call) {
    const auto outcome = run(platform->authorizer().revoke(tokens()));
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->data);
    EXPECT_EQ(outcome->calls, 0);
    EXPECT_TRUE(client.requests.empty());
}

TEST_F(InstagramAuthorizerTest, a_token_gives_access_to_one_account) {
    client.answer(R"({"data":[{"id":"24","user_id":"17841400000000001","username":"demo_shop"}]})");
    const auto outcome = run(platform->authorizer().accounts(tokens()));
    ASSERT_TRUE(outcome);
    ASSERT_EQ(outcome->data.size(), 1U);
    EXPECT_EQ(outcome->data[0].external_id, "17841400000000001");
    EXPECT_EQ(outcome->data[0].app_scoped_id, "24");
    EXPECT_EQ(outcome->data[0].handle, "demo_shop");
    EXPECT_EQ(path(0), "https://graph.instagram.com/v26.0/me");
    EXPECT_EQ(parameter(0, "access_token"), "old-token");
}

TEST_F(InstagramAuthorizerTest, an_account_without_an_id_is_malformed) {
    client.answer(R"({"data":[]})");
    EXPECT_EQ(run(platform->authorizer().accounts(tokens())).error().code, "malformed");
}

}  // namespace
}  // namespace rostrum::platforms::instagram
