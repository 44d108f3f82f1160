#include "unit/platforms/linkedin/linkedin_fixture.hpp"

namespace rostrum::platforms::linkedin {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

class LinkedInAuthorizerTest : public LinkedInTest {
protected:
    Outcome<std::vector<Account>> accounts(std::vector<std::string> scopes) {
        return run(authorizer.accounts({.access = Secret("tok"), .scopes = std::move(scopes)}));
    }
};

constexpr std::string_view userinfo = R"({"sub":"ab1","name":"Ada L","picture":"https://p/1"})";
constexpr std::string_view one_role =
    R"({"elements":[{"organization":"urn:li:organization:55","role":"ADMINISTRATOR"}]})";

TEST_F(LinkedInAuthorizerTest, asks_with_spaces_between_the_scopes) {
    const auto address = authorizer.authorize_url({.state = "st",
                                                   .redirect_uri = "https://a.example/cb",
                                                   .scopes = {"openid", "profile"},
                                                   .code_challenge = {}});
    EXPECT_EQ(address,
              "https://www.linkedin.com/oauth/v2/authorization?response_type=code&client_id=app"
              "&redirect_uri=https%3A%2F%2Fa.example%2Fcb&state=st&scope=openid%20profile");
}

TEST_F(LinkedInAuthorizerTest, what_few_apps_may_ask_for_is_not_asked_for_by_default) {
    std::vector<std::string_view> usual;
    for (const auto& scope : linkedin::descriptor.scopes) {
        EXPECT_FALSE(scope.required) << scope.name;
        if (scope.by_default) usual.push_back(scope.name);
    }
    EXPECT_EQ(usual, (std::vector<std::string_view>{"openid", "profile", "r_organization_social",
                                                    "rw_organization_admin", "w_member_social",
                                                    "w_organization_social"}));
}

TEST_F(LinkedInAuthorizerTest, trades_a_code_for_tokens_of_most_apps) {
    client.answer(R"({"access_token":"AQV1","expires_in":5184000,"scope":"openid,profile",)"
                  R"("token_type":"Bearer","id_token":"x.y.z"})");
    const auto tokens = run(authorizer.exchange({.code = Secret("AQT1"),
                                                 .redirect_uri = "https://a.example/cb",
                                                 .code_verifier = Secret()}));
    ASSERT_TRUE(tokens) << tokens.error().message;
    EXPECT_EQ(path(0), "https://www.linkedin.com/oauth/v2/accessToken");
    EXPECT_EQ(parameter(0, "grant_type"), "authorization_code");
    EXPECT_EQ(parameter(0, "client_id"), "app");
    EXPECT_EQ(parameter(0, "client_secret"), "app-secret");
    EXPECT_EQ(parameter(0, "redirect_uri"), "https://a.example/cb");
    EXPECT_EQ(parameter(0, "code"), "AQT1");
    EXPECT_EQ(header(0, "LinkedIn-Version"), "") << "of the API only";
    EXPECT_EQ(tokens->data.access.reveal(), "AQV1");
    EXPECT_TRUE(tokens->data.refresh.empty());
    EXPECT_EQ(tokens->data.expires_at, clock.now() + days{60});
    EXPECT_FALSE(tokens->data.refresh_expires_at);
    EXPECT_EQ(tokens->data.scopes, sign_in_scopes());
}

TEST_F(LinkedInAuthorizerTest, scopes_may_come_with_commas_or_with_spaces) {
    for (const auto* scope : {"openid,profile", "openid profile", "openid, profile"}) {
        client.answer(std::string(R"({"access_token":"A","expires_in":60,"scope":")") + scope +
                      R"("})");
        EXPECT_EQ(run(authorizer.exchange({}))->data.scopes, sign_in_scopes()) << scope;
    }
}

TEST_F(LinkedInAuthorizerTest, a_refresh_keeps_the_fixed_end_of_the_refresh_token) {
    client.answer(R"({"access_token":"AQV2","expires_in":5184000,"refresh_token":"AQW1",)"
                  R"("refresh_token_expires_in":25920000,"scope":"openid profile"})");
    Tokens old{.access = Secret("AQV1"), .refresh = Secret("AQW1")};
    const auto fresh = run(authorizer.refresh(old));
    ASSERT_TRUE(fresh) << fresh.error().message;
    EXPECT_EQ(parameter(0, "grant_type"), "refresh_token");
    EXPECT_EQ(parameter(0, "refresh_token"), "AQW1");
    EXPECT_EQ(fresh->data.refresh.reveal(), "AQW1");
    EXPECT_EQ(fresh->data.expires_at, clock.now() + days{60});
    EXPECT_EQ(fresh->data.refresh_expires_at, clock.now() + days{300});
}

TEST_F(LinkedInAuthorizerTest, a_dead_refresh_token_is_told_by_the_code_of_malformed_requests) {
    Tokens old{.access = Secret("AQV1"), .refresh = Secret("AQW1")};
    client.answer(R"({"error":"invalid_request","error_description":"The provided authorization )"
                  R"(grant or refresh token is invalid, expired or revoked"})",
                  400);
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::reauthorize);
    client.answer(R"({"error":"invalid_request","error_description":"Unable to retrieve"})", 503);
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::retry_later);
    client.answer(R"({"error":"invalid_client"})", 401);
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::misconfigured);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::retry_later);
    EXPECT_EQ(client.requests.size(), 4U) << "each is sent once";
}

TEST_F(LinkedInAuthorizerTest, without_a_refresh_token_the_access_goes_on_to_its_end) {
    Tokens old{.access = Secret("AQV1"), .expires_at = clock.now() + days{3}};
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::rejected);
    clock.advance(days{3});
    const auto over = run(authorizer.refresh(old));
    EXPECT_EQ(over.error().next, Next::reauthorize);
    EXPECT_FALSE(over.error().user_message.empty());
    EXPECT_TRUE(client.requests.empty());
}

TEST_F(LinkedInAuthorizerTest, a_code_that_is_used_up_is_rejected_and_a_lost_answer_ambiguous) {
    client.answer(R"({"error":"invalid_request","error_description":"Unable to retrieve access )"
                  R"(token: authorization code not found"})",
                  401);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::rejected);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
    client.answer(R"({"expires_in":7200,"access_token":{"odd":1}})");
    EXPECT_EQ(run(authorizer.exchange({})).error().next, Next::ambiguous);
}

TEST_F(LinkedInAuthorizerTest, there_is_nothing_to_revoke_with) {
    EXPECT_TRUE(run(authorizer.revoke({.access = Secret("AQV1")})));
    EXPECT_TRUE(client.requests.empty());
}

TEST_F(LinkedInAuthorizerTest, a_sign_in_is_the_member_alone) {
    client.answer(std::string(userinfo));
    const auto found = accounts(sign_in_scopes());
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(url(0), "https://api.linkedin.com/v2/userinfo");
    EXPECT_EQ(header(0, "Authorization"), "Bearer tok");
    EXPECT_EQ(header(0, "LinkedIn-Version"), "") << "/v2 knows no versions";
    ASSERT_EQ(found->data.size(), 1U);
    EXPECT_EQ(found->data[0].external_id, "urn:li:person:ab1");
    EXPECT_EQ(found->data[0].handle, "Ada L") << "the sign-in tells no handle";
    EXPECT_EQ(found->data[0].display_name, "Ada L");
    EXPECT_EQ(found->data[0].avatar_url, "https://p/1");
}

TEST_F(LinkedInAuthorizerTest, an_app_without_the_sign_in_product_asks_elsewhere) {
    client.answer(R"({"id":"ab1","localizedFirstName":"Ada","localizedLastName":"L",)"
                  R"("vanityName":"ada-l"})");
    const auto found = accounts({"r_basicprofile"});
    ASSERT_TRUE(found);
    EXPECT_EQ(url(0), "https://api.linkedin.com/v2/me");
    EXPECT_EQ(found->data[0].external_id, "urn:li:person:ab1");
    EXPECT_EQ(found->data[0].handle, "ada-l");
    EXPECT_EQ(found->data[0].display_name, "Ada L");
}

TEST_F(LinkedInAuthorizerTest, a_member_without_an_id_is_none) {
    client.answer(R"({"name":"nobody"})");
    EXPECT_EQ(accounts(sign_in_scopes()).error().code, "malformed");
}

TEST_F(LinkedInAuthorizerTest, organisations_follow_the_member) {
    client.answer(std::string(userinfo));
    client.answer(std::string(one_role));
    client.answer(R"({"results":{"55":{"id":55,"localizedName":"Bakery","vanityName":"bakery"}},)"
                  R"("statuses":{"55":200},"errors":{}})");
    const auto found = accounts(all_scopes());
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->calls, 3);
    EXPECT_EQ(url(1), std::string(rest_root) +
                          "organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED"
                          "&start=0&count=50");
    EXPECT_EQ(url(2), std::string(rest_root) + "organizations?ids=List(55)");
    EXPECT_EQ(header(1, "LinkedIn-Version"), "202609");
    EXPECT_EQ(header(1, "X-Restli-Protocol-Version"), "2.0.0");
    EXPECT_EQ(header(1, "X-RestLi-Method"), "FINDER");
    EXPECT_EQ(header(2, "X-RestLi-Method"), "BATCH_GET");
    ASSERT_EQ(found->data.size(), 2U);
    EXPECT_EQ(found->data[1].external_id, "urn:li:organization:55");
    EXPECT_EQ(found->data[1].handle, "bakery");
    EXPECT_EQ(found->data[1].display_name, "Bakery");
    EXPECT_FALSE(found->data[1].tokens) << "reached with the grant's tokens";
}

TEST_F(LinkedInAuthorizerTest, where_batches_are_not_allowed_organisations_are_asked_one_by_one) {
    client.answer(std::string(userinfo));
    client.answer(R"({"elements":[{"organization":"urn:li:organization:55"},)"
                  R"({"organizationTarget":"urn:li:organization:56"},)"
                  R"({"organization":"urn:li:organization:55"},{"organization":7},{}]})");
    refuse();
    client.answer(R"({"id":"55","localizedName":"Bakery"})");
    refuse();
    const auto found = accounts(all_scopes());
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(url(3), std::string(rest_root) + "organizations/55");
    EXPECT_EQ(url(4), std::string(rest_root) + "organizations/56");
    ASSERT_EQ(found->data.size(), 2U) << "one that cannot be read is left out";
    EXPECT_EQ(found->data[1].handle, "Bakery");
}

TEST_F(LinkedInAuthorizerTest, roles_are_read_to_the_end_and_no_more_than_200) {
    client.answer(std::string(userinfo));
    for (int page = 0; page < 5; ++page) {
        std::string roles;
        for (int i = 0; i < 50; ++i) {
            roles += roles.empty() ? "" : ",";
            roles += R"({"organization":"urn:li:organization:)" +
                     std::to_string(1'000 + page * 50 + i) + "\"}";
        }
        if (page < 4) client.answer(R"({"elements":[)" + roles + "]}");
    }
    for (int batch = 0; batch < 4; ++batch) {
        const auto id = std::to_string(1'000 + batch * 50);
        client.answer(R"({"results":{")" + id + R"(":{"id":)" + id + "}}}");
    }
    const auto found = accounts(all_scopes());
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_TRUE(url(4).contains("start=150&count=50"));
    EXPECT_EQ(found->data.size(), 5U);
}

TEST_F(LinkedInAuthorizerTest, a_page_of_roles_that_repeats_itself_is_the_last) {
    const std::string page =
        R"({"elements":[{"organization":"urn:li:organization:55"}],"paging":{"links":[{"rel":"next"}]}})";
    client.answer(std::string(userinfo));
    client.answer(page);
    client.answer(page);
    client.answer(R"({"results":{"55":{"id":55,"localizedName":"Bakery"}}})");
    EXPECT_EQ(accounts(all_scopes())->data.size(), 2U);
}

TEST_F(LinkedInAuthorizerTest, refused_roles_leave_the_member_and_failed_ones_are_an_error) {
    client.answer(std::string(userinfo));
    refuse();
    EXPECT_EQ(accounts(all_scopes())->data.size(), 1U);
    client.answer(std::string(userinfo));
    client.answer(R"({"status":429,"code":"TOO_MANY_REQUESTS","message":"m"})", 429);
    EXPECT_EQ(accounts(all_scopes()).error().next, Next::rate_limited);
    client.answer(std::string(userinfo));
    client.answer(R"({"elements":"none"})");
    EXPECT_EQ(accounts(all_scopes()).error().code, "malformed");
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
