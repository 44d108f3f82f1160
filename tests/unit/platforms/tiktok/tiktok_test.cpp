#include "platforms/tiktok/tiktok.hpp"

#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms::tiktok {
namespace {

using namespace std::chrono_literals;

class TikTokTest : public PlatformTest {
protected:
    std::unique_ptr<Platform> platform = create({.client_id = "key",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
    Authorizer& authorizer = platform->authorizer();
    Reader& reader = *platform->reader();

    static Access access(std::vector<std::string> scopes) {
        return {.token = Secret("act.1"), .external_id = "open", .scopes = std::move(scopes)};
    }
    static std::vector<std::string> all_scopes() {
        return {"user.info.basic", "user.info.profile", "user.info.stats", "video.list"};
    }
    std::string_view authorization(std::size_t index) const {
        return client.requests.at(index).headers.get("Authorization");
    }
};

constexpr std::string_view tokens_body =
    R"({"access_token":"act.2","expires_in":7200,"open_id":"o","refresh_expires_in":15552000,)"
    R"("refresh_token":"rft.2","scope":"user.info.basic,video.list","token_type":"Bearer"})";

TEST_F(TikTokTest, asks_with_commas_and_always_shows_the_consent_page) {
    const auto url = authorizer.authorize_url({.state = "st",
                                               .redirect_uri = "https://a.example/cb",
                                               .scopes = {"user.info.basic", "video.list"},
                                               .code_challenge = {}});
    EXPECT_EQ(url, "https://www.tiktok.com/v2/auth/authorize/?client_key=key&response_type=code"
                   "&scope=user.info.basic%2Cvideo.list&redirect_uri=https%3A%2F%2Fa.example%2Fcb"
                   "&state=st&disable_auto_auth=1");
}

TEST_F(TikTokTest, trades_a_code_for_tokens_with_both_lives) {
    client.answer(std::string(tokens_body));
    const auto tokens = run(authorizer.exchange({.code = Secret("c%2A"),
                                                 .redirect_uri = "https://a.example/cb",
                                                 .code_verifier = Secret()}));
    ASSERT_TRUE(tokens) << tokens.error().message;
    EXPECT_EQ(path(0), "https://open.tiktokapis.com/v2/oauth/token/");
    EXPECT_EQ(parameter(0, "grant_type"), "authorization_code");
    EXPECT_EQ(parameter(0, "client_key"), "key");
    EXPECT_EQ(parameter(0, "client_secret"), "app-secret");
    EXPECT_EQ(parameter(0, "redirect_uri"), "https://a.example/cb");
    EXPECT_EQ(parameter(0, "code"), "c%2A") << "as it came back, decoded once";
    EXPECT_EQ(tokens->data.access.reveal(), "act.2");
    EXPECT_EQ(tokens->data.refresh.reveal(), "rft.2");
    EXPECT_EQ(tokens->data.expires_at, clock.now() + 2h);
    EXPECT_EQ(tokens->data.refresh_expires_at, clock.now() + 180 * 24h);
    EXPECT_EQ(tokens->data.scopes, (std::vector<std::string>{"user.info.basic", "video.list"}));
}

TEST_F(TikTokTest, a_refresh_sends_the_refresh_token_once) {
    client.answer(std::string(tokens_body));
    Tokens old{.access = Secret("act.1"), .refresh = Secret("rft.1")};
    ASSERT_TRUE(run(authorizer.refresh(old)));
    EXPECT_EQ(parameter(0, "grant_type"), "refresh_token");
    EXPECT_EQ(parameter(0, "refresh_token"), "rft.1");
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::retry_later);
    EXPECT_EQ(client.requests.size(), 2U);
    client.answer(R"({"error":"invalid_grant","error_description":"rotated"})", 200);
    EXPECT_EQ(run(authorizer.refresh(old)).error().next, Next::reauthorize);
}

TEST_F(TikTokTest, a_token_answer_without_a_token_is_none) {
    client.answer(R"({"expires_in":7200,"unknown":[1]})");
    const auto tokens = run(authorizer.exchange({}));
    ASSERT_FALSE(tokens);
    EXPECT_EQ(tokens.error().next, Next::ambiguous);
}

TEST_F(TikTokTest, revokes_with_the_access_token_and_takes_a_dead_one_for_revoked) {
    client.answer("");
    Tokens tokens{.access = Secret("act.1"), .refresh = Secret("rft.1")};
    EXPECT_TRUE(run(authorizer.revoke(tokens)));
    EXPECT_EQ(path(0), "https://open.tiktokapis.com/v2/oauth/revoke/");
    EXPECT_EQ(parameter(0, "token"), "act.1");
    client.answer(R"({"error":"invalid_grant"})", 400);
    EXPECT_TRUE(run(authorizer.revoke(tokens)));
    client.answer(R"({"error":"invalid_client"})", 401);
    EXPECT_EQ(run(authorizer.revoke(tokens)).error().next, Next::misconfigured);
}

TEST_F(TikTokTest, asks_only_for_the_fields_that_the_scopes_allow) {
    for (int i = 0; i < 2; ++i) {
        client.answer(
            R"({"data":{"user":{"open_id":"o","display_name":"D"}},"error":{"code":"ok"}})");
    }
    ASSERT_TRUE(run(reader.profile(access({"user.info.basic"}))));
    EXPECT_EQ(parameter(0, "fields"), "open_id,union_id,avatar_url,display_name");
    EXPECT_EQ(authorization(0), "Bearer act.1");
    ASSERT_TRUE(run(reader.profile(access(all_scopes()))));
    EXPECT_EQ(parameter(1, "fields"),
              "open_id,union_id,avatar_url,display_name,bio_description,is_verified,username,"
              "follower_count,following_count,video_count");
}

TEST_F(TikTokTest, reads_a_profile) {
    client.answer(R"({"data":{"user":{"open_id":"o","union_id":"u","avatar_url":"https://p/1",
        "display_name":"Ada","username":"ada","bio_description":"b","is_verified":true,
        "follower_count":12,"following_count":"3","video_count":4,"new_field":{}}},
        "error":{"code":"ok"}})");
    const auto profile = run(reader.profile(access(all_scopes())));
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->data.external_id, "o");
    EXPECT_EQ(profile->data.handle, "ada");
    EXPECT_EQ(profile->data.display_name, "Ada");
    EXPECT_EQ(profile->data.follower_count, 12);
    EXPECT_EQ(profile->data.following_count, 3);
    EXPECT_EQ(profile->data.post_count, 4);
    EXPECT_TRUE(profile->data.is_verified);
}

TEST_F(TikTokTest, without_a_username_an_account_is_called_by_its_name) {
    client.answer(
        R"({"data":{"user":{"open_id":"o","display_name":"Ada B"}},"error":{"code":"ok"}})");
    const auto accounts = run(authorizer.accounts({.access = Secret("act.1")}));
    ASSERT_TRUE(accounts);
    EXPECT_EQ(accounts->data.at(0).handle, "Ada B");
    client.answer(R"({"data":{"user":{"display_name":"nobody"}},"error":{"code":"ok"}})");
    EXPECT_EQ(run(authorizer.accounts({.access = Secret("act.1")})).error().code, "malformed");
}

TEST_F(TikTokTest, reads_pages_of_videos_to_the_end) {
    client.answer(R"({"data":{"videos":[
        {"id":"7123456789012345678","create_time":1767225600,"video_description":"one","title":"t",
         "cover_image_url":"https://c/1","share_url":"https://t/1","like_count":5,"comment_count":1,
         "share_count":2,"view_count":100},
        {"id":"","create_time":1},{"id":"8","create_time":-5},{"id":"9"}],
        "cursor":1767225600000,"has_more":true},"error":{"code":"ok"}})");
    const auto first = run(reader.posts(access(all_scopes()), "", 50));
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(client.requests[0].body, R"({"max_count":20})") << "no more than a page may have";
    EXPECT_EQ(path(0), "https://open.tiktokapis.com/v2/video/list/");
    ASSERT_EQ(first->data.posts.size(), 1U) << "what has no id or time is left out";
    const auto& post = first->data.posts[0];
    EXPECT_EQ(post.external_id, "7123456789012345678");
    EXPECT_EQ(post.caption, "one");
    EXPECT_EQ(post.media_type, MediaType::video);
    EXPECT_EQ(post.metrics.views, 100);
    EXPECT_EQ(post.metrics.likes, 5);
    EXPECT_EQ(post.metrics.comments, 1);
    EXPECT_EQ(post.metrics.shares, 2);
    EXPECT_FALSE(post.metrics.saves);
    EXPECT_EQ(post.posted_at, Time{1767225600s});
    EXPECT_EQ(first->data.next_cursor, "1767225600000");

    client.answer(R"({"data":{"videos":[],"cursor":5,"has_more":false},"error":{"code":"ok"}})");
    const auto last = run(reader.posts(access(all_scopes()), first->data.next_cursor, 5));
    ASSERT_TRUE(last);
    EXPECT_EQ(client.requests[1].body, R"({"max_count":5,"cursor":1767225600000})");
    EXPECT_TRUE(last->data.next_cursor.empty());
}

TEST_F(TikTokTest, without_the_scope_no_videos_are_asked_for) {
    const auto page = run(reader.posts(access({"user.info.basic"}), "", 20));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->calls, 0);
    EXPECT_TRUE(page->data.posts.empty());
}

TEST_F(TikTokTest, an_answer_without_a_list_is_no_empty_list) {
    client.answer(R"({"data":{},"error":{"code":"ok"}})");
    EXPECT_EQ(run(reader.posts(access(all_scopes()), "", 20)).error().code, "malformed");
    for (int i = 0; i < 3; ++i) client.answer("<html>busy</html>", 502);
    EXPECT_EQ(run(reader.posts(access(all_scopes()), "", 20)).error().next, Next::retry_later);
}

}  // namespace
}  // namespace rostrum::platforms::tiktok
