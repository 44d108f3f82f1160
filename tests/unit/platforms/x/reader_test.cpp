#include "platforms/x/x.hpp"
#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms::x {
namespace {

class XReaderTest : public PlatformTest {
protected:
    static Access access() {
        return {.token = Secret("at-1"),
                .external_id = "2244994945",
                .scopes = {"tweet.read", "users.read", "offline.access"}};
    }
    Outcome<PostPage> posts(std::string cursor = {}, std::size_t limit = 25) {
        return run(reader.posts(access(), std::move(cursor), limit));
    }
    /// Reads a page with this one post.
    PlatformPost post(const std::string& item, const std::string& includes = "{}") {
        client.answer(R"({"data":[)" + item + R"(],"includes":)" + includes + "}");
        auto page = posts();
        EXPECT_TRUE(page) << (page ? "" : page.error().message);
        return page && page->data.posts.size() == 1 ? page->data.posts[0] : PlatformPost{};
    }

    std::unique_ptr<Platform> platform = create({.client_id = "app",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
    Reader& reader = *platform->reader();
};

constexpr const char* empty_page = R"({"meta":{"result_count":0}})";
constexpr const char* one_post =
    R"({"data":[{"id":"9","created_at":"2026-11-20T09:15:02.000Z","text":"t"}]})";
constexpr const char* unknown_parameter =
    R"({"errors":[{"parameters":{"post.fields":["note_post"]},"message":"unknown"}],)"
    R"("type":"https://api.twitter.com/2/problems/invalid-request"})";

TEST_F(XReaderTest, reads_a_profile) {
    client.answer(R"({"data":{"id":"2244994945","name":"Ada","username":"ada","description":"b",
        "profile_image_url":"https://p/1","verified":true,"subscription_type":"Premium",
        "public_metrics":{"followers_count":12,"following_count":"3","post_count":4,"new":[]}},
        "errors":[{"title":"t","type":"about:blank"}]})");
    const auto profile = run(reader.profile(access()));
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(path(0), "https://api.x.com/2/users/me");
    EXPECT_EQ(parameter(0, "user.fields"),
              "description,id,name,profile_image_url,public_metrics,subscription_type,username,"
              "verified");
    EXPECT_EQ(profile->data.external_id, "2244994945");
    EXPECT_EQ(profile->data.handle, "ada");
    EXPECT_EQ(profile->data.display_name, "Ada");
    EXPECT_EQ(profile->data.bio, "b");
    EXPECT_EQ(profile->data.account_type, "Premium");
    EXPECT_EQ(profile->data.follower_count, 12);
    EXPECT_EQ(profile->data.following_count, 3);
    EXPECT_EQ(profile->data.post_count, 4);
    EXPECT_TRUE(profile->data.is_verified);
}

TEST_F(XReaderTest, reads_a_profile_with_the_old_name_and_one_with_gaps) {
    client.answer(R"({"data":{"id":"1","public_metrics":{"tweet_count":7}}})");
    EXPECT_EQ(run(reader.profile(access()))->data.post_count, 7);
    client.answer(R"({"data":{"id":"1","username":[],"subscription_type":"None",
        "public_metrics":{"followers_count":"many","post_count":null}}})");
    const auto profile = run(reader.profile(access()));
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->data.handle, "1");
    EXPECT_EQ(profile->data.account_type, "");
    EXPECT_FALSE(profile->data.follower_count);
    EXPECT_FALSE(profile->data.post_count);
    client.answer(R"({"data":{"username":"ada"}})");
    EXPECT_EQ(run(reader.profile(access())).error().code, "malformed");
}

TEST_F(XReaderTest, pages_follow_the_token_also_through_an_empty_one) {
    client.answer(R"({"data":[{"id":"3","created_at":"2026-11-20T09:15:02.000Z","text":"t"}],
        "meta":{"result_count":1,"next_token":"A"}})");
    client.answer(R"({"meta":{"result_count":0,"next_token":"B"}})");
    client.answer(R"({"data":[{"id":"1","created_at":"2026-11-19T09:15:02.000Z","text":"t"}],
        "meta":{"result_count":1}})");
    std::string cursor;
    std::vector<std::string> ids;
    for (int page = 0; page < 3; ++page) {
        const auto outcome = posts(cursor, 50);
        ASSERT_TRUE(outcome) << outcome.error().message;
        for (const auto& post : outcome->data.posts) ids.push_back(post.external_id);
        cursor = outcome->data.next_cursor;
    }
    EXPECT_EQ(cursor, "");
    EXPECT_EQ(ids, (std::vector<std::string>{"3", "1"}));
    EXPECT_EQ(path(0), "https://api.x.com/2/users/2244994945/tweets");
    EXPECT_EQ(client.requests[0].headers.get("Authorization"), "Bearer at-1");
    EXPECT_EQ(parameter(0, "max_results"), "50");
    EXPECT_EQ(parameter(0, "exclude"), "retweets");
    EXPECT_EQ(parameter(0, "expansions"), "attachments.media_keys");
    EXPECT_EQ(parameter(0, "pagination_token"), "");
    EXPECT_EQ(parameter(1, "pagination_token"), "A");
    EXPECT_EQ(parameter(2, "pagination_token"), "B");
}

TEST_F(XReaderTest, the_page_size_is_bounded) {
    for (const std::size_t limit : {0U, 5'000U}) {
        client.answer(empty_page);
        ASSERT_TRUE(posts({}, limit));
    }
    EXPECT_EQ(parameter(0, "max_results"), "5");
    EXPECT_EQ(parameter(1, "max_results"), "50");
}

TEST_F(XReaderTest, a_token_that_leads_to_itself_ends_the_list) {
    client.answer(R"({"meta":{"result_count":0,"next_token":"A"}})");
    EXPECT_EQ(posts("A")->data.next_cursor, "");
}

TEST_F(XReaderTest, an_answer_without_a_list_is_not_taken_for_no_posts) {
    for (const auto* body : {R"({})", R"({"data":{}})", R"({"meta":{"result_count":2}})"}) {
        client.answer(body);
        const auto outcome = posts();
        ASSERT_FALSE(outcome) << body;
        EXPECT_EQ(outcome.error().code, "malformed");
    }
    for (int i = 0; i < 3; ++i) client.answer("<html>busy</html>", 502);
    EXPECT_EQ(posts().error().next, Next::retry_later);
}

TEST_F(XReaderTest, what_the_platform_does_not_let_us_see_is_an_error) {
    client.answer(R"({"errors":[{"title":"Authorization Error","resource_type":"user",
        "type":"https://api.x.com/2/problems/not-authorized-for-resource"}]})");
    EXPECT_EQ(posts().error().next, Next::rejected);
}

// ---- the names of before and after August 2026

TEST_F(XReaderTest, a_refused_name_is_tried_as_it_was_before_and_kept) {
    client.answer(unknown_parameter, 400);
    client.answer(one_post);
    const auto first = posts();
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->calls, 2);
    EXPECT_EQ(parameter(0, "post.fields"),
              "attachments,created_at,entities,note_post,public_metrics");
    EXPECT_EQ(parameter(1, "tweet.fields"),
              "attachments,created_at,entities,note_tweet,public_metrics");
    client.answer(one_post);
    ASSERT_TRUE(posts());
    EXPECT_EQ(parameter(2, "post.fields"), "");
    EXPECT_NE(parameter(2, "tweet.fields"), "");
}

TEST_F(XReaderTest, an_ignored_name_is_noticed) {
    client.answer(R"({"data":[{"id":"9","text":"t","edit_history_tweet_ids":["9"]}]})");
    client.answer(one_post);
    const auto page = posts();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->data.posts.size(), 1U);
    EXPECT_NE(parameter(1, "tweet.fields"), "");
}

TEST_F(XReaderTest, when_neither_name_works_nothing_is_kept) {
    client.answer(unknown_parameter, 400);
    client.answer(R"({"data":[{"id":"9","text":"t"}]})");
    const auto page = posts();
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, "fields_missing");
    EXPECT_EQ(page.error().next, Next::retry_later);
    client.answer(one_post);
    ASSERT_TRUE(posts());
    EXPECT_NE(parameter(2, "post.fields"), "");
}

TEST_F(XReaderTest, another_bad_parameter_is_not_tried_again) {
    client.answer(R"({"errors":[{"parameters":{"id":["x"]},"message":"m"}],
        "type":"https://api.x.com/2/problems/invalid-request"})",
                  400);
    EXPECT_EQ(posts().error().next, Next::rejected);
    EXPECT_EQ(client.requests.size(), 1U);
}

// ---- posts

TEST_F(XReaderTest, reads_figures_by_both_names) {
    const auto now = post(R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z","text":"t",
        "public_metrics":{"repost_count":5,"quote_count":2,"reply_count":3,"like_count":40,
        "bookmark_count":1,"impression_count":900}})");
    EXPECT_EQ(now.posted_at, parse_time("2026-11-20T09:15:02Z"));
    EXPECT_EQ(now.permalink, "https://x.com/i/status/9");
    EXPECT_EQ(now.metrics.views, 900);
    EXPECT_EQ(now.metrics.likes, 40);
    EXPECT_EQ(now.metrics.comments, 3);
    EXPECT_EQ(now.metrics.shares, 7) << "reposts and quotes";
    EXPECT_EQ(now.metrics.saves, 1);
    EXPECT_FALSE(now.metrics.reach);
    const auto before = post(R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z","text":"t",
        "public_metrics":{"retweet_count":5,"like_count":"x"}})");
    EXPECT_EQ(before.metrics.shares, 5);
    EXPECT_FALSE(before.metrics.likes);
    EXPECT_FALSE(before.metrics.views) << "absent is not zero";
}

TEST_F(XReaderTest, texts_are_unescaped_and_their_links_true) {
    const auto linked = post(R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z",
        "text":"a &lt;b&gt; &amp;amp; c https://t.co/1",
        "entities":{"urls":[{"url":"https://t.co/1","expanded_url":"https://e.example/?a=1&b=2"}]}})");
    EXPECT_EQ(linked.caption, "a <b> &amp; c https://e.example/?a=1&b=2");
    EXPECT_EQ(linked.media_type, MediaType::link);
    const auto plain = post(R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z","text":"only"})");
    EXPECT_EQ(plain.media_type, MediaType::text);
}

TEST_F(XReaderTest, a_long_post_is_read_whole_by_both_names) {
    for (const std::string name : {"note_post", "note_tweet"}) {
        const auto read = post(R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z",
            "text":"begins… https://t.co/w",")" +
                               name + R"(":{"text":"begins and ends"}})");
        EXPECT_EQ(read.caption, "begins and ends") << name;
    }
}

TEST_F(XReaderTest, media_are_found_by_their_keys) {
    const auto photo = post(
        R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z","text":"see https://t.co/m",
            "attachments":{"media_keys":["3_1"]},
            "entities":{"urls":[{"url":"https://t.co/m","expanded_url":"https://x.com/a/photo/1",
                                 "media_key":"3_1"}]}})",
        R"({"media":[{"media_key":"3_1","type":"photo","url":"https://m/1"}]})");
    EXPECT_EQ(photo.caption, "see") << "the address of its own picture is left out";
    EXPECT_EQ(photo.media_type, MediaType::image);
    EXPECT_EQ(photo.media_url, "https://m/1");
    EXPECT_EQ(photo.thumbnail_url, "https://m/1");
    const auto video = post(
        R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z","attachments":{"media_keys":["7_1"]}})",
        R"({"media":[{"media_key":"7_1","type":"video","preview_image_url":"https://m/p"}]})");
    EXPECT_EQ(video.media_type, MediaType::video);
    EXPECT_EQ(video.thumbnail_url, "https://m/p");
    const auto many = post(
        R"({"id":"9","created_at":"2026-11-20T09:15:02.000Z",
            "attachments":{"media_keys":["3_1","3_2"]}})",
        R"({"media":[{"media_key":"3_1","type":"photo","url":"https://m/1"}]})");
    EXPECT_EQ(many.media_type, MediaType::carousel);
}

TEST_F(XReaderTest, what_is_of_another_type_counts_as_absent) {
    client.answer(R"({"data":[7,{"id":{}},{"id":"8"},{"id":"9","created_at":"2026-11-20T09:15:02Z",
        "text":{},"entities":[],"attachments":{"media_keys":[{}]},"public_metrics":3,
        "note_post":"x"}],"includes":{"media":{}},"meta":[]})");
    const auto page = posts();
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_EQ(page->data.posts.size(), 1U) << "what has no id or time is left out";
    EXPECT_EQ(page->data.posts[0].caption, "");
}

}  // namespace
}  // namespace rostrum::platforms::x
