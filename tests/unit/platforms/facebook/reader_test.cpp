#include "platforms/facebook/facebook.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <fmt/format.h>

namespace rostrum::platforms::facebook {
namespace {

using std::chrono::days;
using std::chrono::hours;

std::string graph_error(int code, int subcode = 0) {
    return fmt::format(R"({{"error":{{"message":"m","code":{},"error_subcode":{}}}}})", code,
                       subcode);
}

class FacebookReaderTest : public PlatformTest {
protected:
    static Access access(std::vector<std::string> scopes = {"pages_read_engagement",
                                                            "read_insights"}) {
        return {.token = Secret("page-token"), .external_id = "1001", .scopes = std::move(scopes)};
    }
    Outcome<PostPage> posts(std::string cursor = {}, std::size_t limit = 25) {
        return run(platform->reader()->posts(access(), std::move(cursor), limit));
    }
    Outcome<PostMetrics> metrics(Access with = access()) {
        PlatformPost post;
        post.external_id = "1001_77";
        return run(platform->reader()->metrics(std::move(with), std::move(post)));
    }
    Outcome<std::vector<DailyMetric>> daily(Time from, Time to, Access with = access()) {
        return run(platform->reader()->daily(std::move(with), from, to));
    }

    std::unique_ptr<Platform> platform = create({.client_id = "app",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
};

TEST_F(FacebookReaderTest, reads_a_page) {
    client.answer(R"({"id":"1001","name":"Demo Shop","username":"demoshop","category":"Shop",
        "picture":{"data":{"url":"https://p.example/1"}},"fan_count":90,"followers_count":"100"})");
    const auto profile = run(platform->reader()->profile(access()));
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/1001");
    EXPECT_EQ(parameter(0, "fields"),
              "id,name,username,picture{url},category,fan_count,followers_count");
    EXPECT_EQ(parameter(0, "access_token"), "page-token");
    EXPECT_EQ(parameter(0, "appsecret_proof"),
              "d8b448b9cc7d64c51098271805b3cc20b5b715e52bd587eb71b610259587c856");
    EXPECT_EQ(profile->data.external_id, "1001");
    EXPECT_EQ(profile->data.handle, "demoshop");
    EXPECT_EQ(profile->data.display_name, "Demo Shop");
    EXPECT_EQ(profile->data.account_type, "Shop");
    EXPECT_EQ(profile->data.profile_image_url, "https://p.example/1");
    EXPECT_EQ(profile->data.follower_count, 100);
    EXPECT_FALSE(profile->data.post_count);
}

TEST_F(FacebookReaderTest, absent_fields_of_a_page_are_unknown) {
    client.answer(R"({"id":1001,"name":"Demo","fan_count":90,"picture":[]})");
    const auto profile = run(platform->reader()->profile(access()));
    EXPECT_EQ(profile->data.handle, "Demo");
    EXPECT_EQ(profile->data.follower_count, 90) << "who likes a page usually follows it";
    client.answer(R"({"name":"Demo"})");
    EXPECT_EQ(run(platform->reader()->profile(access())).error().code, "malformed");
}

TEST_F(FacebookReaderTest, reads_posts_with_their_figures) {
    client.answer(
        R"({"data":[{"id":"1001_77","message":"Hé","created_time":"2026-11-19T18:00:00+0000",
        "permalink_url":"https://f.example/1001/posts/77","full_picture":"https://m.example/1",
        "attachments":{"data":[{"media_type":"album","url":"https://f.example/a"}]},
        "shares":{"count":4},"reactions":{"data":[],"summary":{"total_count":12}},
        "comments":{"data":[],"summary":{"total_count":"3"}},"unknown":{}},
        {"id":"1001_78"},{"created_time":"2026-11-19T18:00:00+0000"},null],
        "paging":{"cursors":{"after":"A1"},"next":"https://graph.facebook.com/x?access_token=t"}})");
    const auto page = posts({}, 500);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/1001/published_posts");
    EXPECT_EQ(parameter(0, "limit"), "100") << "more is refused";
    EXPECT_EQ(parameter(0, "fields"),
              "id,message,created_time,permalink_url,full_picture,attachments{media_type,url},"
              "shares,reactions.summary(true).limit(0),comments.summary(true).limit(0)");
    ASSERT_EQ(page->data.posts.size(), 1U) << "what has no id or time is left out";
    const auto& post = page->data.posts[0];
    EXPECT_EQ(post.external_id, "1001_77");
    EXPECT_EQ(post.caption, "Hé");
    EXPECT_EQ(post.media_type, MediaType::carousel);
    EXPECT_EQ(post.permalink, "https://f.example/1001/posts/77");
    EXPECT_EQ(post.media_url, "https://m.example/1");
    EXPECT_EQ(post.posted_at, parse_time("2026-11-19T18:00:00Z"));
    EXPECT_EQ(post.metrics.likes, 12);
    EXPECT_EQ(post.metrics.comments, 3);
    EXPECT_EQ(post.metrics.shares, 4);
    EXPECT_FALSE(post.metrics.views);
    EXPECT_EQ(page->data.next_cursor, "A1");

    client.answer(
        R"({"data":[],"paging":{"cursors":{"after":"A1"},"next":"https://x/?after=A1"}})");
    const auto last = posts("A1");
    EXPECT_EQ(parameter(1, "after"), "A1");
    EXPECT_EQ(last->data.next_cursor, "") << "a cursor that leads to itself ends the list";
}

TEST_F(FacebookReaderTest, what_a_post_is_follows_from_its_attachment) {
    struct Row {
        std::string_view fields;
        MediaType expected;
    };
    for (const auto& [fields, expected] : {
             Row{R"("attachments":{"data":[{"media_type":"photo"}]})", MediaType::image},
             Row{R"("attachments":{"data":[{"media_type":"video"}]})", MediaType::video},
             Row{R"("attachments":{"data":[{"media_type":"video"}]},
                    "permalink_url":"https://www.facebook.com/reel/7/")",
                 MediaType::reel},
             Row{R"("attachments":{"data":[{"media_type":"link"}]})", MediaType::link},
             Row{R"("attachments":{"data":[{"media_type":"share"}]})", MediaType::link},
             Row{R"("attachments":{"data":[{"media_type":"hologram"}]})", MediaType::text},
             Row{R"("attachments":{"data":[]},"full_picture":"https://m/1")", MediaType::image},
             Row{R"("attachments":7)", MediaType::text},
             Row{R"("message":"only words")", MediaType::text},
         }) {
        client.answer(fmt::format(
            R"({{"data":[{{"id":"1","created_time":"2026-11-19T18:00:00+0000",{}}}]}})", fields));
        EXPECT_EQ(posts()->data.posts.at(0).media_type, expected) << fields;
    }
}

TEST_F(FacebookReaderTest, absent_counts_are_unknown_and_not_zero) {
    client.answer(R"({"data":[{"id":"1","created_time":"2026-11-19T18:00:00+0000",
        "reactions":{"data":[],"summary":{}},"comments":[],"shares":4}]})");
    const auto page = posts();
    const auto& figures = page->data.posts.at(0).metrics;
    EXPECT_FALSE(figures.likes);
    EXPECT_FALSE(figures.comments);
    EXPECT_FALSE(figures.shares);
}

TEST_F(FacebookReaderTest, an_answer_without_a_list_is_no_empty_list) {
    client.answer("{}");
    EXPECT_EQ(posts().error().code, "malformed");
    for (int i = 0; i < 3; ++i) client.answer("<html>busy</html>", 502);
    EXPECT_EQ(posts().error().next, Next::retry_later);
}

TEST_F(FacebookReaderTest, errors_tell_what_to_do) {
    struct Row {
        int code;
        int subcode;
        Next next;
    };
    for (const auto& [code, subcode, next] : {
             Row{4, 0, Next::rate_limited},
             Row{10, 0, Next::reauthorize},
             Row{17, 0, Next::rate_limited},
             Row{32, 0, Next::rate_limited},
             Row{100, 0, Next::rejected},
             Row{100, 33, Next::not_found},
             Row{102, 0, Next::reauthorize},
             Row{190, 458, Next::reauthorize},
             Row{190, 460, Next::reauthorize},
             Row{190, 463, Next::reauthorize},
             Row{190, 492, Next::reauthorize},
             Row{190, 2069032, Next::reauthorize},
             Row{200, 0, Next::reauthorize},
             Row{80001, 0, Next::rate_limited},
         }) {
        client.answer(graph_error(code, subcode), 400);
        const auto failed = posts();
        ASSERT_FALSE(failed) << code;
        EXPECT_EQ(failed.error().next, next) << code << '/' << subcode;
        EXPECT_FALSE(failed.error().user_message.contains('{')) << failed.error().user_message;
    }
}

TEST_F(FacebookReaderTest, limits_come_along) {
    client.answer(R"({"id":"1001"})", 200,
                  {{"X-Business-Use-Case-Usage",
                    R"({"1001":[{"type":"pages","call_count":81,"total_cputime":1,"total_time":2,
                        "estimated_time_to_regain_access":0}]})"}});
    EXPECT_EQ(run(platform->reader()->profile(access()))->limits.used_percent, 81);
}

// ---- insights

TEST_F(FacebookReaderTest, reads_views_and_reach_of_a_post) {
    client.answer(
        R"({"data":[{"name":"post_media_view","period":"lifetime","values":[{"value":50}]},
        {"name":"post_total_media_view_unique","values":[{"value":{"a":1}}]}]})");
    const auto read = metrics();
    ASSERT_TRUE(read);
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/1001_77/insights");
    EXPECT_EQ(parameter(0, "metric"), "post_media_view,post_total_media_view_unique");
    EXPECT_EQ(read->data.views, 50);
    EXPECT_FALSE(read->data.reach);
}

TEST_F(FacebookReaderTest, a_name_that_died_does_not_take_the_others_along) {
    client.answer(graph_error(100), 400);
    client.answer(R"({"data":[{"name":"post_media_view","values":[{"value":50}]}]})");
    EXPECT_EQ(metrics()->data.views, 50);
    EXPECT_EQ(parameter(1, "metric"), "post_media_view");
}

TEST_F(FacebookReaderTest, insights_that_nobody_may_see_are_no_error) {
    client.answer(graph_error(10), 403);
    EXPECT_FALSE(metrics()->data.views);
    EXPECT_EQ(metrics(access({"pages_read_engagement"}))->calls, 0);
    client.answer(graph_error(190, 460), 400);
    EXPECT_EQ(metrics().error().next, Next::reauthorize);
}

TEST_F(FacebookReaderTest, reads_days) {
    clock.set(parse_time("2026-11-20T12:00:00Z").value());
    client.answer(R"({"data":[
        {"name":"page_media_view","period":"day","values":[
            {"value":7,"end_time":"2026-11-19T08:00:00+0000"},
            {"value":9,"end_time":"2026-11-20T08:00:00+0000"},
            {"value":1,"end_time":"2026-11-18T08:00:00+0000"}]},
        {"name":"page_daily_follows","values":[{"value":2,"end_time":"2026-11-20T08:00:00+0000"}]},
        {"name":"page_of_tomorrow","values":[{"value":2,"end_time":"2026-11-20T08:00:00+0000"}]}]})");
    const auto read = daily(clock.now() - hours{60}, clock.now());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/1001/insights");
    EXPECT_EQ(parameter(0, "metric"),
              "page_media_view,page_total_media_view_unique,page_daily_follows,"
              "page_daily_unfollows_unique,page_post_engagements");
    EXPECT_EQ(parameter(0, "period"), "day");
    EXPECT_EQ(parameter(0, "since"), "1794960000") << "the 18th";
    EXPECT_EQ(parameter(0, "until"), "1795176000") << "now";
    ASSERT_EQ(read->data.size(), 3U);
    EXPECT_EQ(read->data[0].metric_type, "views");
    EXPECT_EQ(read->data[0].date, "2026-11-18");
    EXPECT_EQ(read->data[1].date, "2026-11-19");
    EXPECT_EQ(read->data[2].metric_type, "new_followers");
}

TEST_F(FacebookReaderTest, a_long_range_is_asked_for_in_pieces) {
    clock.set(parse_time("2026-11-20T12:00:00Z").value());
    for (int i = 0; i < 9; ++i) client.answer(R"({"data":[]})");
    const auto read = daily(clock.now() - days{2000}, clock.now());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->calls, 9) << "two years are kept, 89 days go into a call";
    for (std::size_t i = 0; i < 9; ++i) {
        const auto since = std::stoll(parameter(i, "since"));
        EXPECT_LE(std::stoll(parameter(i, "until")) - since, 90 * 86'400);
    }
}

TEST_F(FacebookReaderTest, days_are_asked_for_one_by_one_when_a_name_has_died) {
    clock.set(parse_time("2026-11-20T12:00:00Z").value());
    client.answer(graph_error(100), 400);
    for (const std::string_view name : {"page_media_view", "page_total_media_view_unique"}) {
        client.answer(fmt::format(
            R"({{"data":[{{"name":"{}","values":[{{"value":3,"end_time":"2026-11-20T08:00:00+0000"}}]}}]}})",
            name));
    }
    client.answer(graph_error(100), 400);
    client.answer(R"({"data":[]})");
    client.answer(R"({"data":[]})");
    const auto read = daily(clock.now() - hours{40}, clock.now());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(parameter(1, "metric"), "page_media_view");
    EXPECT_EQ(parameter(3, "metric"), "page_daily_follows");
    EXPECT_EQ(read->data.size(), 2U);
    EXPECT_EQ(read->calls, 6);
}

TEST_F(FacebookReaderTest, days_without_permission_cost_one_call) {
    clock.set(parse_time("2026-11-20T12:00:00Z").value());
    client.answer(graph_error(200), 403);
    EXPECT_EQ(daily(clock.now() - days{3}, clock.now())->calls, 1);
    EXPECT_EQ(daily(clock.now() - days{3}, clock.now(), access({"pages_show_list"}))->calls, 0);
    EXPECT_EQ(daily(clock.now(), clock.now())->calls, 0);
}

}  // namespace
}  // namespace rostrum::platforms::facebook
