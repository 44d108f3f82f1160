#include "platforms/instagram_facebook/instagram_facebook.hpp"

#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms::instagram_facebook {
namespace {

using Names = std::vector<std::string>;
using std::chrono::days;

class InstagramFacebookTest : public PlatformTest {
protected:
    static Access access(std::vector<std::string> scopes = {"instagram_basic",
                                                            "instagram_manage_insights"}) {
        return {.token = Secret("page-token"), .external_id = "1784", .scopes = std::move(scopes)};
    }

    std::unique_ptr<Platform> platform = create({.client_id = "app",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
};

TEST_F(InstagramFacebookTest, an_account_is_reached_with_the_token_of_its_page) {
    client.answer(R"({"data":{"is_valid":true,"user_id":"122","scopes":["instagram_basic","x"],
        "granular_scopes":[{"scope":"x","target_ids":["1784"]}]}})");
    client.answer(R"({"data":[
        {"id":"1001","name":"Page","access_token":"page-token","instagram_business_account":
         {"id":"1784","username":"demo","name":"Demo","profile_picture_url":"https://p/1"}},
        {"id":"1002","name":"No Instagram","access_token":"t"},
        {"id":"1003","access_token":"t","instagram_business_account":{"username":"no id"}},
        {"id":"1004","instagram_business_account":{"id":"1785"}},
        {"id":"1005","access_token":"t5","instagram_business_account":{"id":"1786"}}]})");
    const auto found = run(platform->authorizer().accounts({.access = Secret("user-token")}));
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(parameter(1, "fields"),
              "id,name,tasks,access_token,"
              "instagram_business_account{id,username,name,profile_picture_url}");
    ASSERT_EQ(found->data.size(), 2U);
    const auto& account = found->data[0];
    EXPECT_EQ(account.external_id, "1784");
    EXPECT_EQ(account.app_scoped_id, "122");
    EXPECT_EQ(account.handle, "demo");
    EXPECT_EQ(account.display_name, "Demo");
    EXPECT_EQ(account.avatar_url, "https://p/1");
    EXPECT_EQ(account.tokens->access.reveal(), "page-token");
    EXPECT_FALSE(account.tokens->expires_at);
    EXPECT_EQ(account.tokens->scopes, (Names{"instagram_basic", "x"}));
    EXPECT_EQ(found->data[1].external_id, "1786");
    EXPECT_EQ(found->data[1].handle, "1786");
    EXPECT_EQ(found->data[1].tokens->scopes, (Names{"instagram_basic"}));
}

TEST_F(InstagramFacebookTest, reads_the_profile_by_its_id) {
    client.answer(R"({"id":"1784","username":"demo","biography":"b","followers_count":5})");
    const auto profile = run(platform->reader()->profile(access()));
    ASSERT_TRUE(profile);
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/1784");
    EXPECT_EQ(parameter(0, "fields"),
              "id,username,name,biography,profile_picture_url,followers_count,follows_count,"
              "media_count");
    EXPECT_EQ(parameter(0, "access_token"), "page-token");
    EXPECT_EQ(parameter(0, "appsecret_proof"),
              "d8b448b9cc7d64c51098271805b3cc20b5b715e52bd587eb71b610259587c856");
    EXPECT_EQ(profile->data.external_id, "1784");
    EXPECT_EQ(profile->data.bio, "b");
    EXPECT_EQ(profile->data.follower_count, 5);
}

TEST_F(InstagramFacebookTest, reads_media_and_insights_at_facebook_s_host) {
    client.answer(R"({"data":[{"id":"179","timestamp":"2026-11-19T18:00:00+0000"}]})");
    const auto page = run(platform->reader()->posts(access(), "", 10));
    ASSERT_TRUE(page);
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/1784/media");
    client.answer(R"({"data":[{"name":"views","values":[{"value":431}]}]})");
    const auto metrics = run(platform->reader()->metrics(access(), page->data.posts.at(0)));
    EXPECT_EQ(path(1), "https://graph.facebook.com/v26.0/179/insights");
    EXPECT_EQ(metrics->data.views, 431);
    EXPECT_EQ(run(platform->reader()->metrics(access({"instagram_basic"}), {}))->calls, 0);
    EXPECT_EQ(run(platform->reader()->daily(access({"instagram_basic"}), clock.now() - days{3},
                                            clock.now()))
                  ->calls,
              0);
}

TEST_F(InstagramFacebookTest, shares_the_app_with_facebook_but_not_the_callback) {
    EXPECT_EQ(descriptor.settings.client_id, "FACEBOOK_APP_ID");
    EXPECT_EQ(descriptor.settings.client_secret, "FACEBOOK_APP_SECRET");
    EXPECT_EQ(descriptor.settings.base_url, "FACEBOOK_BASE_URL");
    EXPECT_EQ(descriptor.settings.redirect_uri, "INSTAGRAM_FACEBOOK_REDIRECT_URI");
}

}  // namespace
}  // namespace rostrum::platforms::instagram_facebook
