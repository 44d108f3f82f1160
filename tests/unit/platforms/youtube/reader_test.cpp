#include "unit/platforms/youtube/youtube_test.hpp"

#include <algorithm>

namespace rostrum::platforms::youtube {
namespace {

using namespace std::chrono_literals;

class YouTubeReaderTest : public YouTubeTest {
protected:
    void answer_channel() {
        client.answer(R"({"kind":"k","items":[{"id":"UC1","contentDetails":{"relatedPlaylists":
            {"likes":"","uploads":"UU1"}}}]})");
    }
};

constexpr std::string_view quota_body =
    R"({"error":{"code":403,"message":"m","errors":[{"domain":"youtube.quota",)"
    R"("reason":"quotaExceeded","message":"m"}]}})";

// ---- the channel

TEST_F(YouTubeReaderTest, reads_a_profile) {
    client.answer(R"({"kind":"k","items":[{"id":"UC1","snippet":{"title":"Ada","customUrl":"@ada",
        "description":"Bread","thumbnails":{"medium":{"url":"https://p/m"}}},"statistics":{
        "viewCount":"12345678901","subscriberCount":"48200","hiddenSubscriberCount":false,
        "videoCount":"240"},"new":{}}]})");
    const auto profile = run(reader.profile(access()));
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(parameter(0, "part"), "id,snippet,statistics");
    EXPECT_EQ(profile->data.external_id, "UC1");
    EXPECT_EQ(profile->data.handle, "ada");
    EXPECT_EQ(profile->data.display_name, "Ada");
    EXPECT_EQ(profile->data.bio, "Bread");
    EXPECT_EQ(profile->data.profile_image_url, "https://p/m");
    EXPECT_EQ(profile->data.follower_count, 48'200);
    EXPECT_FALSE(profile->data.following_count);
    EXPECT_EQ(profile->data.post_count, 240);
    EXPECT_EQ(profile->calls, 1);
}

TEST_F(YouTubeReaderTest, hidden_and_absent_counts_are_unknown) {
    client.answer(R"({"items":[{"id":"UC1","statistics":{"subscriberCount":"0",
        "hiddenSubscriberCount":true,"videoCount":null}}]})");
    auto profile = run(reader.profile(access()));
    ASSERT_TRUE(profile);
    EXPECT_FALSE(profile->data.follower_count);
    EXPECT_FALSE(profile->data.post_count);
    client.answer(R"({"items":[{"id":"UC1","snippet":[],"statistics":"none"}]})");
    profile = run(reader.profile(access()));
    ASSERT_TRUE(profile);
    EXPECT_FALSE(profile->data.follower_count);
}

TEST_F(YouTubeReaderTest, a_used_up_day_ends_at_midnight_in_california) {
    clock.set(*parse_time("2026-11-21T05:30:00Z"));  // 21:30 there
    client.answer(std::string(quota_body), 403);
    const auto refused = run(reader.profile(access()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::rate_limited);
    EXPECT_EQ(refused.error().retry_after, 2h + 30min);
    EXPECT_EQ(client.requests.size(), 1U);
    client.answer(std::string(quota_body), 403, {{"Retry-After", "60"}});
    EXPECT_EQ(run(reader.profile(access())).error().retry_after, 60s) << "what is told is better";
}

// ---- videos

TEST_F(YouTubeReaderTest, reads_pages_of_videos_to_the_end) {
    answer_channel();
    client.answer(R"({"nextPageToken":"CAU","pageInfo":{"totalResults":3},"items":[
        {"contentDetails":{"videoId":"aaaaaaaaaaa","videoPublishedAt":"2026-01-02T00:00:00Z"}},
        {"contentDetails":{"videoId":"bbbbbbbbbbb"}},{"contentDetails":{}},7]})");
    client.answer(R"({"pageInfo":{"totalResults":2},"items":[
        {"id":"bbbbbbbbbbb","snippet":{"publishedAt":"2026-01-01T08:00:00Z","title":"Older"}},
        {"id":"aaaaaaaaaaa","snippet":{"publishedAt":"2026-01-02T08:00:00.5Z","title":"Title",
         "description":"Text","thumbnails":{"default":{"url":"d"},"maxres":{"url":"m"}}},
         "statistics":{"viewCount":"100","likeCount":"5","commentCount":1,"favoriteCount":"0"}}]})");
    const auto first = run(reader.posts(access(), "", 2));
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(path(1), "https://www.googleapis.com/youtube/v3/playlistItems");
    EXPECT_EQ(parameter(1, "playlistId"), "UU1");
    EXPECT_EQ(parameter(1, "maxResults"), "2");
    EXPECT_EQ(parameter(1, "pageToken"), "");
    EXPECT_EQ(path(2), "https://www.googleapis.com/youtube/v3/videos");
    EXPECT_EQ(parameter(2, "id"), "aaaaaaaaaaa,bbbbbbbbbbb");
    EXPECT_EQ(parameter(2, "part"), "id,snippet,contentDetails,status,statistics,player");
    EXPECT_EQ(parameter(2, "maxResults"), "") << "it does not go with ids";
    EXPECT_EQ(first->calls, 3);
    ASSERT_EQ(first->data.posts.size(), 2U);
    const auto& post = first->data.posts[0];
    EXPECT_EQ(post.external_id, "aaaaaaaaaaa") << "newest first, in whatever order they come";
    EXPECT_EQ(post.caption, "Title\n\nText");
    EXPECT_EQ(post.media_type, MediaType::video);
    EXPECT_EQ(post.thumbnail_url, "m");
    EXPECT_EQ(post.permalink, "https://www.youtube.com/watch?v=aaaaaaaaaaa");
    EXPECT_EQ(to_rfc3339(post.posted_at), "2026-01-02T08:00:00.500000Z");
    EXPECT_EQ(post.metrics.views, 100);
    EXPECT_EQ(post.metrics.likes, 5);
    EXPECT_EQ(post.metrics.comments, 1);
    EXPECT_FALSE(post.metrics.shares);
    EXPECT_FALSE(first->data.posts[1].metrics.likes) << "hidden is not none";

    client.answer(R"({"pageInfo":{"totalResults":3},"items":[
        {"contentDetails":{"videoId":"ccccccccccc"}}]})");
    client.answer(R"({"pageInfo":{"totalResults":0}})");
    const auto last = run(reader.posts(access(), first->data.next_cursor, 500));
    ASSERT_TRUE(last) << last.error().message;
    EXPECT_EQ(parameter(3, "playlistId"), "UU1") << "the channel is not asked again";
    EXPECT_EQ(parameter(3, "pageToken"), "CAU");
    EXPECT_EQ(parameter(3, "maxResults"), "50");
    EXPECT_EQ(last->calls, 2);
    EXPECT_TRUE(last->data.posts.empty()) << "gone videos are left out";
    EXPECT_TRUE(last->data.next_cursor.empty());
}

TEST_F(YouTubeReaderTest, a_channel_without_uploads_has_no_videos) {
    answer_channel();
    client.answer(R"({"error":{"code":404,"message":"m","errors":[{"domain":
        "youtube.playlistItem","reason":"playlistNotFound","message":"m"}]}})",
                  404);
    auto page = run(reader.posts(access(), "", 50));
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_TRUE(page->data.posts.empty());
    answer_channel();
    client.answer(R"({"pageInfo":{"totalResults":0}})");
    page = run(reader.posts(access(), "", 50));
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->data.posts.empty());
    EXPECT_EQ(page->calls, 2);
    client.answer(
        R"({"error":{"code":404,"message":"m","errors":[{"reason":"playlistNotFound"}]}})", 404);
    EXPECT_EQ(run(reader.posts(access(), "UU1 CAU", 50)).error().next, Next::not_found)
        << "but a list does not end because it is gone";
}

TEST_F(YouTubeReaderTest, a_page_that_leads_to_itself_is_the_last) {
    client.answer(R"({"nextPageToken":"CAU","pageInfo":{},"items":[]})");
    const auto page = run(reader.posts(access(), "UU1 CAU", 50));
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->data.next_cursor.empty());
}

TEST_F(YouTubeReaderTest, only_what_is_published_is_a_post) {
    answer_channel();
    client.answer(R"({"items":[{"contentDetails":{"videoId":"a"}}]})");
    client.answer(R"({"items":[
        {"id":"public","snippet":{"publishedAt":"2026-01-01T00:00:00Z"},
         "status":{"privacyStatus":"public","uploadStatus":"processed"}},
        {"id":"unlisted","snippet":{"publishedAt":"2026-01-01T00:00:00Z"},
         "status":{"privacyStatus":"unlisted","uploadStatus":"uploaded"}},
        {"id":"private","snippet":{"publishedAt":"2026-01-01T00:00:00Z"},
         "status":{"privacyStatus":"private","publishAt":"2027-01-01T00:00:00Z"}},
        {"id":"failed","snippet":{"publishedAt":"2026-01-01T00:00:00Z"},
         "status":{"uploadStatus":"failed"}},
        {"id":"rejected","snippet":{"publishedAt":"2026-01-01T00:00:00Z"},
         "status":{"uploadStatus":"rejected"}},
        {"id":"deleted","snippet":{"publishedAt":"2026-01-01T00:00:00Z"},
         "status":{"uploadStatus":"deleted"}},
        {"id":"timeless","snippet":{"publishedAt":"soon"}},
        {"snippet":{"publishedAt":"2026-01-01T00:00:00Z"}}]})");
    const auto page = run(reader.posts(access(), "", 50));
    ASSERT_TRUE(page);
    std::vector<std::string> ids;
    for (const auto& post : page->data.posts) ids.push_back(post.external_id);
    std::ranges::sort(ids);
    EXPECT_EQ(ids, (std::vector<std::string>{"public", "unlisted"}));
}

TEST_F(YouTubeReaderTest, what_is_upright_and_short_is_a_reel) {
    struct Row {
        std::string_view published;
        std::string_view duration;
        std::string_view player;
        MediaType type;
        std::string_view reason;
    };
    using enum MediaType;
    constexpr Row rows[] = {
        {"2026-01-01", "PT59S", R"({"embedHeight":"720","embedWidth":"405"})", reel, "upright"},
        {"2026-01-01", "PT3M", R"({"embedHeight":720,"embedWidth":720})", reel, "square"},
        {"2026-01-01", "PT3M1S", R"({"embedHeight":"720","embedWidth":"405"})", video, "too long"},
        {"2026-01-01", "PT59S", R"({"embedHeight":"720","embedWidth":"1280"})", video, "wide"},
        {"2024-10-14", "PT2M", R"({"embedHeight":"720","embedWidth":"405"})", video,
         "before the limit was raised"},
        {"2024-10-14", "PT1M", R"({"embedHeight":"720","embedWidth":"405"})", reel, "a minute"},
        {"2026-01-01", "PT59S", R"({"embedHtml":"<iframe>"})", video, "the shape is not told"},
        {"2026-01-01", "P0D", R"({"embedHeight":"720","embedWidth":"405"})", video, "a live one"},
        {"2026-01-01", "", R"({"embedHeight":"720","embedWidth":"405"})", video, "no duration"},
    };
    for (const auto& row : rows) {
        client.answer(R"({"items":[{"contentDetails":{"videoId":"a"}}]})");
        client.answer(
            fmt::format(R"({{"items":[{{"id":"a","snippet":{{"publishedAt":"{}T00:00:00Z"}},)"
                        R"("contentDetails":{{"duration":"{}"}},"player":{}}}]}})",
                        row.published, row.duration, row.player));
        const auto page = run(reader.posts(access(), "UU1 x", 50));
        ASSERT_TRUE(page) << row.reason;
        ASSERT_EQ(page->data.posts.size(), 1U) << row.reason;
        EXPECT_EQ(page->data.posts[0].media_type, row.type) << row.reason;
    }
}

TEST_F(YouTubeReaderTest, an_answer_without_a_list_is_no_empty_list) {
    client.answer("{}");
    EXPECT_EQ(run(reader.profile(access())).error().code, "malformed");
    client.answer(R"({"kind":"k","items":[{"id":"UC1"}]})");
    EXPECT_EQ(run(reader.posts(access(), "", 50)).error().code, "malformed") << "no playlist";
    client.answer("{}");
    EXPECT_EQ(run(reader.posts(access(), "UU1 x", 50)).error().code, "malformed");
    client.answer(R"({"items":[{"contentDetails":{"videoId":"a"}}]})");
    client.answer(R"({"items":{}})");
    EXPECT_EQ(run(reader.posts(access(), "UU1 x", 50)).error().code, "malformed");
    for (int i = 0; i < 3; ++i) client.answer("<html>busy</html>", 502);
    EXPECT_EQ(run(reader.posts(access(), "", 50)).error().next, Next::retry_later);
}

// ---- days

TEST_F(YouTubeReaderTest, reads_the_figures_of_days_by_the_names_of_the_columns) {
    clock.set(*parse_time("2026-11-21T09:00:00Z"));
    client.answer(R"({"kind":"youtubeAnalytics#resultTable","columnHeaders":[
        {"name":"views"},{"name":"day"},{"name":"subscribersGained"},{"name":"subscribersLost"},
        {"name":"estimatedMinutesWatched"},{"name":"somethingNew"}],
        "rows":[[12,"2026-11-17",3,1,40.5,9],["many","2026-11-18",-2],[1,"2026-11-21",1],
                [1,"yesterday"],"nonsense",[]]})");
    const auto daily =
        run(reader.daily(access(), *parse_time("2026-11-14T12:00:00Z"), clock.now()));
    ASSERT_TRUE(daily) << daily.error().message;
    EXPECT_EQ(path(0), "https://youtubeanalytics.googleapis.com/v2/reports");
    EXPECT_EQ(parameter(0, "ids"), "channel==MINE");
    EXPECT_EQ(parameter(0, "startDate"), "2026-11-15") << "whole days only";
    EXPECT_EQ(parameter(0, "endDate"), "2026-11-20");
    EXPECT_EQ(parameter(0, "dimensions"), "day");
    EXPECT_EQ(parameter(0, "metrics"),
              "views,estimatedMinutesWatched,likes,comments,shares,subscribersGained,"
              "subscribersLost");
    std::vector<std::string> read;
    for (const auto& metric : daily->data) {
        read.push_back(fmt::format("{} {} {}", metric.date, metric.metric_type, metric.value));
    }
    EXPECT_EQ(read, (std::vector<std::string>{"2026-11-17 views 12", "2026-11-17 new_followers 3",
                                              "2026-11-17 lost_followers 1",
                                              "2026-11-17 watch_minutes 40.5",
                                              "2026-11-18 new_followers -2"}));
}

TEST_F(YouTubeReaderTest, asks_for_days_only_where_that_was_granted) {
    const auto none =
        run(reader.daily(access({std::string(scope_readonly)}), clock.now() - 240h, clock.now()));
    ASSERT_TRUE(none);
    EXPECT_EQ(none->calls, 0);
    const auto empty = run(reader.daily(access(), clock.now() + 24h, clock.now()));
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->calls, 0);
}

TEST_F(YouTubeReaderTest, an_account_without_reports_is_no_error) {
    struct Row {
        std::string_view body;
        int status;
    };
    constexpr Row rows[] = {
        {R"({"kind":"youtubeAnalytics#resultTable","columnHeaders":[{"name":"day"}]})", 200},
        {R"({"columnHeaders":[{"name":"day"}],"rows":[]})", 200},
        {R"({"columnHeaders":[{"name":"views"}],"rows":[[1]]})", 200},
        {"{}", 200},
        {R"({"error":{"code":403,"errors":[{"reason":"forbidden"}]}})", 403},
        {R"({"error":{"code":403,"errors":[{"reason":"insufficientPermissions"}]}})", 403},
        {R"({"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}],
            "status":"PERMISSION_DENIED"}})",
         403},
        {R"({"error":{"code":400,"errors":[{"reason":"badRequest"}],"status":"INVALID_ARGUMENT"}})",
         400},
    };
    for (const auto& row : rows) {
        client.answer(std::string(row.body), row.status);
        const auto daily = run(reader.daily(access(), clock.now() - 240h, clock.now()));
        ASSERT_TRUE(daily) << row.body;
        EXPECT_TRUE(daily->data.empty()) << row.body;
        EXPECT_EQ(daily->calls, 1) << row.body;
    }
    client.answer(R"({"error":{"code":401,"errors":[{"reason":"authError"}]}})", 401);
    EXPECT_EQ(run(reader.daily(access(), clock.now() - 240h, clock.now())).error().next,
              Next::reauthorize);
    client.answer(std::string(quota_body), 403);
    EXPECT_EQ(run(reader.daily(access(), clock.now() - 240h, clock.now())).error().next,
              Next::rate_limited);
}

}  // namespace
}  // namespace rostrum::platforms::youtube
