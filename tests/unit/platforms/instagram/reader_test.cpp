#include "platforms/instagram/instagram.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <fmt/format.h>

namespace rostrum::platforms::instagram {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::string_view too_few_viewers =
    R"({"error":{"message":"Not enough viewers for the media to show insights","code":10}})";
constexpr std::string_view bad_metric =
    R"({"error":{"message":"(#100) The metric does not fit","code":100}})";
constexpr std::string_view dead_token = R"({"error":{"message":"m","code":190}})";

std::string unix_seconds(std::string_view time) {
    const auto since_1970 = parse_time(time).value().time_since_epoch();
    return std::to_string(std::chrono::floor<std::chrono::seconds>(since_1970).count());
}

class InstagramReaderTest : public PlatformTest {
protected:
    std::unique_ptr<Platform> make(std::string api_version = {}) {
        return create({.client_id = "app",
                       .client_secret = Secret("app-secret"),
                       .redirect_uri = {},
                       .base_url = {},
                       .api_version = std::move(api_version)},
                      parts());
    }

    static Access access() {
        return {.token = Secret("tok"),
                .external_id = "1784",
                .scopes = {std::string(scope_basic), std::string(scope_insights)}};
    }

    static Access access_without_insights() {
        auto out = access();
        out.scopes = {std::string(scope_basic)};
        return out;
    }

    Outcome<PostPage> posts(std::string cursor = {}, std::size_t limit = 25) {
        return run(platform->reader()->posts(access(), std::move(cursor), limit));
    }

    Outcome<PostMetrics> metrics(MediaType type, Access with = access()) {
        PlatformPost post;
        post.external_id = "179";
        post.media_type = type;
        return run(platform->reader()->metrics(std::move(with), std::move(post)));
    }

    Outcome<std::vector<DailyMetric>> daily(Time from, Time to, Access with = access()) {
        return run(platform->reader()->daily(std::move(with), from, to));
    }

    std::unique_ptr<Platform> platform = make();
};

TEST_F(InstagramReaderTest, reads_the_profile) {
    client.answer(R"({"user_id":"1784","username":"demo","followers_count":5})");
    const auto outcome = run(platform->reader()->profile(access()));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->data.handle, "demo");
    EXPECT_EQ(outcome->data.follower_count, 5);
    EXPECT_EQ(outcome->data.post_count, std::nullopt);
    EXPECT_EQ(path(0), "https://graph.instagram.com/v26.0/me");
    EXPECT_EQ(parameter(0, "fields"),
              "id,user_id,username,name,account_type,profile_picture_url,followers_count,"
              "follows_count,media_count");
}

TEST_F(InstagramReaderTest, a_setting_names_another_version) {
    platform = make("v27.0");
    client.answer(R"({"user_id":"1784"})");
    ASSERT_TRUE(run(platform->reader()->profile(access())));
    EXPECT_EQ(path(0), "https://graph.instagram.com/v27.0/me");
}

TEST_F(InstagramReaderTest, a_profile_without_an_id_is_malformed) {
    client.answer(R"({"username":"demo"})");
    const auto outcome = run(platform->reader()->profile(access()));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, "malformed");
    EXPECT_EQ(outcome.error().next, Next::retry_later);
}

TEST_F(InstagramReaderTest, pages_follow_the_cursor_also_through_an_empty_one) {
    client.answer(R"({"data":[{"id":"3","timestamp":"2026-01-03T00:00:00+0000"}],
        "paging":{"cursors":{"after":"A"},"next":"https://g.example/?access_token=tok&after=A"}})");
    client.answer(R"({"data":[],"paging":{"cursors":{"after":"B"},"next":"https://g.example/"}})");
    client.answer(R"({"data":[{"id":"1","timestamp":"2026-01-01T00:00:00+0000"}],
        "paging":{"cursors":{"after":"C"}}})");
    std::string cursor;
    std::vector<std::string> ids;
    for (int page = 0; page < 3; ++page) {
        const auto outcome = posts(cursor, 50);
        ASSERT_TRUE(outcome);
        for (const auto& post : outcome->data.posts) ids.push_back(post.external_id);
        cursor = outcome->data.next_cursor;
    }
    EXPECT_EQ(cursor, "");
    EXPECT_EQ(ids, (std::vector<std::string>{"3", "1"}));
    EXPECT_EQ(path(0), "https://graph.instagram.com/v26.0/1784/media");
    EXPECT_EQ(parameter(0, "limit"), "50");
    EXPECT_EQ(parameter(0, "after"), "");
    EXPECT_EQ(parameter(1, "after"), "A");
    EXPECT_EQ(parameter(2, "after"), "B");
}

TEST_F(InstagramReaderTest, a_cursor_that_leads_to_itself_ends_the_list) {
    client.answer(R"({"data":[],"paging":{"cursors":{"after":"A"},"next":"https://g.example/"}})");
    EXPECT_EQ(posts("A")->data.next_cursor, "");
}

TEST_F(InstagramReaderTest, the_page_size_is_bounded) {
    client.answer(R"({"data":[]})");
    ASSERT_TRUE(posts({}, 5'000));
    client.answer(R"({"data":[]})");
    ASSERT_TRUE(posts({}, 0));
    EXPECT_EQ(parameter(0, "limit"), "100");
    EXPECT_EQ(parameter(1, "limit"), "1");
}

TEST_F(InstagramReaderTest, an_answer_without_a_list_is_not_taken_for_no_posts) {
    client.answer(R"({"paging":{}})");
    const auto outcome = posts();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, "malformed");
}

TEST_F(InstagramReaderTest, metrics_fit_the_kind_of_post) {
    struct Row {
        MediaType type;
        std::string_view names;
    };
    for (const auto& [type, names] : {
             Row{MediaType::image, "views,reach,likes,comments,shares,saved"},
             Row{MediaType::video, "views,reach,likes,comments,shares,saved"},
             Row{MediaType::carousel, "views,reach,likes,comments,shares,saved"},
             Row{MediaType::reel, "views,reach,likes,comments,shares,saved"},
             Row{MediaType::story, "views,reach,shares"},
         }) {
        client.requests.clear();
        client.answer(R"({"data":[{"name":"views","values":[{"value":9}]}]})");
        const auto outcome = metrics(type);
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->data.views, 9);
        EXPECT_EQ(outcome->data.reach, std::nullopt);
        EXPECT_EQ(outcome->calls, 1);
        EXPECT_EQ(path(0), "https://graph.instagram.com/v26.0/179/insights");
        EXPECT_EQ(parameter(0, "metric"), names);
    }
}

TEST_F(InstagramReaderTest, without_the_permission_insights_are_not_asked_for) {
    const auto of_post = metrics(MediaType::image, access_without_insights());
    ASSERT_TRUE(of_post);
    EXPECT_EQ(of_post->calls, 0);
    EXPECT_EQ(of_post->data.views, std::nullopt);
    const auto of_account = daily(clock.now() - days{3}, clock.now(), access_without_insights());
    ASSERT_TRUE(of_account);
    EXPECT_EQ(of_account->calls, 0);
    EXPECT_TRUE(of_account->data.empty());
    EXPECT_TRUE(client.requests.empty());
}

TEST_F(InstagramReaderTest, unknown_permissions_are_tried) {
    auto unknown = access();
    unknown.scopes.clear();
    client.answer(R"({"error":{"message":"(#200) no permission","code":200}})", 403);
    const auto outcome = metrics(MediaType::image, unknown);
    ASSERT_TRUE(outcome) << "a missing permission for an extra does not end a connection";
    EXPECT_EQ(outcome->calls, 1);
}

TEST_F(InstagramReaderTest, too_few_viewers_are_no_figures) {
    client.answer(std::string(too_few_viewers), 400);
    const auto outcome = metrics(MediaType::story);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->data.views, std::nullopt);
    EXPECT_EQ(outcome->calls, 1);
}

TEST_F(InstagramReaderTest, a_metric_that_does_not_fit_falls_back_to_the_common_ones) {
    client.answer(std::string(bad_metric), 400);
    client.answer(R"({"data":[{"name":"reach","values":[{"value":4}]}]})");
    const auto outcome = metrics(MediaType::reel);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->data.reach, 4);
    EXPECT_EQ(outcome->calls, 2);
    EXPECT_EQ(parameter(1, "metric"), "views,reach");

    client.answer(std::string(bad_metric), 400);
    client.answer(std::string(bad_metric), 400);
    const auto nothing = metrics(MediaType::image);
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->data.reach, std::nullopt);
}

TEST_F(InstagramReaderTest, other_errors_of_insights_are_told) {
    struct Row {
        std::string_view body;
        Next next;
    };
    for (const auto& [body, next] : {
             Row{dead_token, Next::reauthorize},
             Row{R"({"error":{"code":100,"error_subcode":33}})", Next::not_found},
             Row{R"({"error":{"code":80002}})", Next::rate_limited},
         }) {
        client.answer(std::string(body), 400);
        const auto of_post = metrics(MediaType::image);
        ASSERT_FALSE(of_post);
        EXPECT_EQ(of_post.error().next, next) << body;
        client.answer(std::string(body), 400);
        const auto of_account = daily(clock.now() - days{2}, clock.now());
        ASSERT_FALSE(of_account);
        EXPECT_EQ(of_account.error().next, next) << body;
    }
}

TEST_F(InstagramReaderTest, days_come_from_two_series_and_one_total) {
    clock.set(parse_time("2026-11-20T09:00:00Z").value());
    client.answer(R"({"data":[{"name":"follower_count","period":"day","values":[
        {"value":12,"end_time":"2026-11-19T08:00:00+0000"},
        {"value":-3,"end_time":"2026-11-20T08:00:00+0000"}]}]})");
    client.answer(R"({"data":[{"name":"reach","period":"day","values":[
        {"value":250,"end_time":"2026-11-20T08:00:00+0000"}]}]})");
    client.answer(R"({"data":[{"name":"views","total_value":{"value":900}},
        {"name":"total_interactions","total_value":{"value":31}}]})");
    const auto outcome = daily(clock.now() - days{2} - hours{9}, clock.now());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->calls, 3);
    std::vector<std::string> lines;
    for (const auto& [type, date, value] : outcome->data) {
        lines.push_back(fmt::format("{} {} {}", date, type, value));
    }
    EXPECT_EQ(lines, (std::vector<std::string>{"2026-11-18 new_followers 12",
                                               "2026-11-19 new_followers -3",
                                               "2026-11-19 reach 250", "2026-11-19 views 900",
                                               "2026-11-19 total_interactions 31"}));

    EXPECT_EQ(path(0), "https://graph.instagram.com/v26.0/1784/insights");
    EXPECT_EQ(parameter(0, "metric"), "follower_count");
    EXPECT_EQ(parameter(0, "period"), "day");
    EXPECT_EQ(parameter(0, "metric_type"), "time_series");
    EXPECT_EQ(parameter(0, "since"), unix_seconds("2026-11-18T00:00:00Z"));
    EXPECT_EQ(parameter(0, "until"), unix_seconds("2026-11-20T09:00:00Z")) << "no later than now";
    EXPECT_EQ(parameter(1, "metric"), "reach");
    EXPECT_EQ(parameter(2, "metric"), "views,accounts_engaged,total_interactions");
    EXPECT_EQ(parameter(2, "metric_type"), "total_value");
    EXPECT_EQ(parameter(2, "since"), unix_seconds("2026-11-19T00:00:00Z"));
    EXPECT_EQ(parameter(2, "until"), unix_seconds("2026-11-20T00:00:00Z"));
}

TEST_F(InstagramReaderTest, what_an_account_has_no_figures_for_is_left_out) {
    client.answer(std::string(bad_metric), 400);
    client.answer(R"({"data":[]})");
    client.answer(std::string(too_few_viewers), 400);
    const auto outcome = daily(clock.now() - days{2}, clock.now());
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->data.empty());
    EXPECT_EQ(outcome->calls, 3);
}

TEST_F(InstagramReaderTest, long_ranges_are_cut_into_pieces_as_far_as_the_platform_keeps_them) {
    for (int i = 0; i < 6; ++i) client.answer(R"({"data":[]})");
    ASSERT_TRUE(daily(clock.now() - days{400}, clock.now()));
    std::vector<std::string> asked;
    for (std::size_t i = 0; i < client.requests.size(); ++i) {
        asked.push_back(parameter(i, "metric"));
        const auto since = std::stoll(parameter(i, "since"));
        const auto until = std::stoll(parameter(i, "until"));
        EXPECT_LE(until - since, 30 * 86'400);
        EXPECT_LT(since, until);
    }
    EXPECT_EQ(asked, (std::vector<std::string>{"follower_count", "reach", "reach", "reach", "reach",
                                               "views,accounts_engaged,total_interactions"}));
}

TEST_F(InstagramReaderTest, no_whole_day_is_no_call) {
    clock.set(parse_time("2026-11-20T09:00:00Z").value());
    for (const auto& [from, to] : {std::pair{clock.now() - hours{9}, clock.now()},
                                   {clock.now(), clock.now() + days{5}},
                                   {clock.now() - days{1}, clock.now() - days{2}}}) {
        const auto outcome = daily(from, to);
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->data.empty());
        EXPECT_EQ(outcome->calls, 0);
    }
}

TEST_F(InstagramReaderTest, the_limits_of_all_calls_are_told) {
    client.answer(R"({"data":[]})", 200, {{"X-App-Usage", R"({"call_count":20})"}});
    client.answer(R"({"data":[]})", 200, {{"X-App-Usage", R"({"call_count":76})"}});
    client.answer(R"({"data":[]})", 200, {{"X-App-Usage", R"({"call_count":50})"}});
    EXPECT_EQ(daily(clock.now() - days{2}, clock.now())->limits.used_percent, 76);
}

}  // namespace
}  // namespace rostrum::platforms::instagram
