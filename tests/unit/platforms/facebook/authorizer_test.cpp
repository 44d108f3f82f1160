#include "platforms/facebook/facebook.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <fmt/format.h>

namespace rostrum::platforms::facebook {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

constexpr std::string_view info_body =
    R"({"data":{"app_id":"app","type":"USER","is_valid":true,"user_id":"122","expires_at":0,)"
    R"("scopes":["pages_show_list","pages_read_engagement","read_insights"]}})";
constexpr std::string_view info_with_business =
    R"({"data":{"is_valid":true,"user_id":122,"scopes":["pages_show_list","business_management"]}})";

class FacebookAuthorizerTest : public PlatformTest {
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
    Outcome<std::vector<Account>> accounts() {
        return run(platform->authorizer().accounts(
            {.access = Secret("user-token"), .refresh = {}, .expires_at = {}, .scopes = {}}));
    }

    std::unique_ptr<Platform> platform = make();
};

TEST_F(FacebookAuthorizerTest, asks_again_for_what_was_declined) {
    const AuthorizeRequest request{.state = "st",
                                   .redirect_uri = "https://a.example/cb",
                                   .scopes = {"pages_show_list", "read_insights"},
                                   .code_challenge = {}};
    EXPECT_EQ(platform->authorizer().authorize_url(request),
              "https://www.facebook.com/v26.0/dialog/oauth?client_id=app"
              "&redirect_uri=https%3A%2F%2Fa.example%2Fcb&response_type=code"
              "&scope=pages_show_list%2Cread_insights&state=st&auth_type=rerequest");
    platform = make("http://127.0.0.1:9090/");
    EXPECT_TRUE(platform->authorizer().authorize_url(request).starts_with(
        "http://127.0.0.1:9090/www.facebook.com/v26.0/dialog/oauth?"));
}

TEST_F(FacebookAuthorizerTest, trades_a_code_for_a_token_of_sixty_days) {
    client.answer(R"({"access_token":"short","token_type":"bearer","expires_in":5100})");
    client.answer(R"({"access_token":"long","token_type":"bearer","expires_in":5183944})");
    client.answer(std::string(info_body));
    const auto tokens = exchange("AQB#_=_");
    ASSERT_TRUE(tokens) << tokens.error().message;
    for (const auto index : {0U, 1U}) {
        EXPECT_EQ(path(index), "https://graph.facebook.com/v26.0/oauth/access_token");
        EXPECT_EQ(parameter(index, "client_id"), "app");
        EXPECT_EQ(parameter(index, "client_secret"), "app-secret");
    }
    EXPECT_EQ(parameter(0, "code"), "AQB") << "without what Facebook puts behind it";
    EXPECT_EQ(parameter(0, "redirect_uri"), "https://here.example/callback");
    EXPECT_EQ(parameter(0, "grant_type"), "");
    EXPECT_EQ(parameter(1, "grant_type"), "fb_exchange_token");
    EXPECT_EQ(parameter(1, "fb_exchange_token"), "short");
    EXPECT_EQ(path(2), "https://graph.facebook.com/v26.0/debug_token");
    EXPECT_EQ(parameter(2, "input_token"), "long");
    EXPECT_EQ(parameter(2, "access_token"), "app|app-secret");
    EXPECT_EQ(tokens->data.access.reveal(), "long");
    EXPECT_EQ(tokens->data.expires_at, clock.now() + 5183944s);
    EXPECT_EQ(tokens->data.scopes,
              (Names{"pages_show_list", "pages_read_engagement", "read_insights"}));
    EXPECT_EQ(tokens->calls, 3);
}

TEST_F(FacebookAuthorizerTest, a_life_that_is_not_told_is_sixty_days) {
    client.answer(R"({"access_token":"short"})");
    client.answer(R"({"access_token":"long"})");
    client.answer(std::string(info_body));
    EXPECT_EQ(exchange()->data.expires_at, clock.now() + 60 * 24h);
}

TEST_F(FacebookAuthorizerTest, a_step_that_fails_ends_the_exchange) {
    const std::string used = R"({"error":{"message":"used","type":"OAuthException","code":100,)"
                             R"("error_subcode":36009}})";
    client.answer(used, 400);
    EXPECT_EQ(exchange().error().next, Next::reauthorize);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(exchange().error().next, Next::ambiguous) << "a code is sent once";
    client.answer(R"({"token_type":"bearer"})");
    EXPECT_EQ(exchange().error().next, Next::ambiguous);

    client.answer(R"({"access_token":"short"})");
    for (int i = 0; i < 3; ++i) client.answer("<html>busy</html>", 503);
    EXPECT_EQ(exchange().error().next, Next::retry_later) << "the second step may be repeated";

    for (const std::string_view info :
         {"{}", R"({"data":{"is_valid":false,"error":{"code":190}}})", R"({"data":[]})"}) {
        client.answer(R"({"access_token":"short"})");
        client.answer(R"({"access_token":"long"})");
        client.answer(std::string(info));
        EXPECT_EQ(exchange().error().code, "malformed") << info;
    }
}

TEST_F(FacebookAuthorizerTest, errors_hold_no_secret) {
    client.answer(R"({"error":{"message":"bad app-secret of AQB","code":1}})", 400);
    const auto failed = exchange();
    ASSERT_FALSE(failed);
    EXPECT_FALSE(failed.error().message.contains("app-secret"));
    EXPECT_FALSE(failed.error().message.contains("AQB"));
}

TEST_F(FacebookAuthorizerTest, each_page_is_an_account_with_a_token_that_does_not_end) {
    client.answer(std::string(info_body));
    client.answer(R"({"data":[
        {"id":"1001","name":"Demo Shop","username":"demoshop","access_token":"page-token",
         "tasks":["ANALYZE"],"picture":{"data":{"url":"https://p.example/1"}},"new":[1]},
        {"id":1002,"name":"No Username","access_token":"t2","picture":7},
        {"id":"1003","name":"No token"}, {"name":"No id","access_token":"t4"}, 7]})");
    const auto found = accounts();
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(path(1), "https://graph.facebook.com/v26.0/me/accounts");
    EXPECT_EQ(parameter(1, "fields"), "id,name,username,picture{url},tasks,access_token");
    EXPECT_EQ(parameter(1, "limit"), "100");
    EXPECT_EQ(parameter(1, "access_token"), "user-token");
    EXPECT_EQ(parameter(1, "appsecret_proof"),
              "b5a94d985eb7b68467d28ca5375162d12b9ca8fe238615acc927c8a9c08d2e95");
    ASSERT_EQ(found->data.size(), 2U);
    const auto& page = found->data[0];
    EXPECT_EQ(page.external_id, "1001");
    EXPECT_EQ(page.app_scoped_id, "122") << "what the user is called when the app is removed";
    EXPECT_EQ(page.handle, "demoshop");
    EXPECT_EQ(page.display_name, "Demo Shop");
    EXPECT_EQ(page.avatar_url, "https://p.example/1");
    ASSERT_TRUE(page.tokens);
    EXPECT_EQ(page.tokens->access.reveal(), "page-token");
    EXPECT_FALSE(page.tokens->expires_at);
    EXPECT_EQ(page.tokens->scopes,
              (Names{"pages_show_list", "pages_read_engagement", "read_insights"}));
    EXPECT_EQ(found->data[1].external_id, "1002");
    EXPECT_EQ(found->data[1].handle, "No Username");
}

TEST_F(FacebookAuthorizerTest, the_list_of_pages_is_read_to_its_end) {
    client.answer(std::string(info_body));
    client.answer(R"({"data":[{"id":"1","access_token":"a"}],
        "paging":{"cursors":{"after":"A"},"next":"https://graph.facebook.com/x?access_token=t"}})");
    client.answer(R"({"data":[],
        "paging":{"cursors":{"after":"B"},"next":"https://graph.facebook.com/x?access_token=t"}})");
    client.answer(R"({"data":[{"id":"2","access_token":"b"},{"id":"1","access_token":"again"}],
        "paging":{"cursors":{"after":"C"}}})");
    const auto found = accounts();
    ASSERT_TRUE(found);
    EXPECT_EQ(parameter(1, "after"), "");
    EXPECT_EQ(parameter(2, "after"), "A");
    EXPECT_EQ(parameter(3, "after"), "B");
    ASSERT_EQ(found->data.size(), 2U);
    EXPECT_EQ(found->data[1].external_id, "2");
    EXPECT_EQ(found->calls, 4);
}

TEST_F(FacebookAuthorizerTest, no_more_pages_are_offered_than_anybody_reads) {
    client.answer(std::string(info_body));
    std::string items;
    for (int i = 0; i < 250; ++i) {
        items += fmt::format(R"({}{{"id":"{}","access_token":"t"}})", i == 0 ? "" : ",", i + 1);
    }
    client.answer(R"({"data":[)" + items + "]}");
    EXPECT_EQ(accounts()->data.size(), 200U);
}

TEST_F(FacebookAuthorizerTest, nobody_has_to_manage_a_page) {
    client.answer(std::string(info_body));
    client.answer(R"({"data":[]})");
    const auto found = accounts();
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->data.empty());
    client.answer(std::string(info_body));
    client.answer(R"({"data":{}})");
    EXPECT_EQ(accounts().error().code, "malformed");
}

TEST_F(FacebookAuthorizerTest, a_permission_for_some_pages_is_none_for_the_others) {
    client.answer(R"({"data":{"is_valid":true,"scopes":["pages_show_list","read_insights"],
        "granular_scopes":[{"scope":"pages_show_list"},
                           {"scope":"read_insights","target_ids":["2",7]},3]}})");
    client.answer(R"({"data":[{"id":"1","access_token":"a"},{"id":"2","access_token":"b"},
                              {"id":"7","access_token":"c"}]})");
    const auto found = accounts();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.at(0).tokens->scopes, (Names{"pages_show_list"}));
    EXPECT_EQ(found->data.at(1).tokens->scopes, (Names{"pages_show_list", "read_insights"}));
    EXPECT_EQ(found->data.at(2).tokens->scopes, (Names{"pages_show_list", "read_insights"}));
}

TEST_F(FacebookAuthorizerTest, pages_of_a_business_are_found_too) {
    client.answer(std::string(info_with_business));
    client.answer(R"({"data":[{"id":"1","access_token":"a"}]})");
    client.answer(R"({"data":[{"id":"b/1"}]})");
    client.answer(R"({"data":[{"id":"1","access_token":"x"},{"id":"2","access_token":"b"}]})");
    client.answer(R"({"error":{"message":"no","code":10}})", 403);
    const auto found = accounts();
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(path(2), "https://graph.facebook.com/v26.0/me/businesses");
    EXPECT_EQ(path(3), "https://graph.facebook.com/v26.0/b%2F1/owned_pages");
    EXPECT_EQ(path(4), "https://graph.facebook.com/v26.0/b%2F1/client_pages");
    ASSERT_EQ(found->data.size(), 2U);
    EXPECT_EQ(found->data[0].tokens->access.reveal(), "a");
    EXPECT_EQ(found->data[1].external_id, "2");

    client.answer(std::string(info_with_business));
    client.answer(R"({"data":[{"id":"1","access_token":"a"}]})");
    client.answer(R"({"error":{"message":"no","code":200}})", 403);
    EXPECT_EQ(accounts()->data.size(), 1U) << "an extra that is refused is no error";
}

TEST_F(FacebookAuthorizerTest, a_page_s_token_needs_no_refresh_and_a_user_s_has_none) {
    Tokens page{.access = Secret("p"), .refresh = {}, .expires_at = {}, .scopes = {"a"}};
    const auto same = run(platform->authorizer().refresh(page));
    ASSERT_TRUE(same);
    EXPECT_EQ(same->data.access.reveal(), "p");
    EXPECT_EQ(same->calls, 0);
    page.expires_at = clock.now() + 1h;
    EXPECT_EQ(run(platform->authorizer().refresh(page)).error().next, Next::reauthorize);
}

TEST_F(FacebookAuthorizerTest, disconnecting_a_page_leaves_the_user_s_others_alone) {
    const auto revoked = run(platform->authorizer().revoke({.access = Secret("p")}));
    ASSERT_TRUE(revoked);
    EXPECT_EQ(revoked->calls, 0);
    EXPECT_TRUE(client.requests.empty());
}

}  // namespace
}  // namespace rostrum::platforms::facebook
