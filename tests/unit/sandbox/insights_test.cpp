#include "sandbox/instagram/world.hpp"
#include "sandbox_client.hpp"

#include <map>
#include <vector>

namespace rostrum::sandbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using test::Answer;
using test::SandboxClient;

std::int64_t unix_seconds(Time time) { return time.time_since_epoch() / std::chrono::seconds{1}; }

/// Values by metric name.
std::map<std::string, std::int64_t> values(const Answer& answer) {
    std::map<std::string, std::int64_t> found;
    for (const auto& metric : answer.body().at("data").as_array()) {
        const auto& object = metric.as_object();
        const auto& value = object.contains("values") ? object.at("values").at(0).at("value")
                                                      : object.at("total_value").at("value");
        found[std::string(object.at("name").as_string())] = value.as_int64();
    }
    return found;
}

/// The newest post of a kind, by `media_product_type`.
std::string newest(SandboxClient& client, std::string_view token, std::string_view product) {
    const auto edge = product == "STORY" ? "stories" : "media";
    const auto body =
        client.graph(token, fmt::format("me/{}?limit=100&fields=media_product_type", edge)).body();
    for (const auto& media : body.at("data").as_array()) {
        if (media.at("media_product_type").as_string() == product) {
            return std::string(media.at("id").as_string());
        }
    }
    ADD_FAILURE() << "no " << product;
    return {};
}

TEST(InstagramMediaInsights, follow_the_table_of_products_and_metrics) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const std::map<std::string, std::string> ids{{"FEED", newest(client, token, "FEED")},
                                                 {"REELS", newest(client, token, "REELS")},
                                                 {"STORY", newest(client, token, "STORY")}};
    const struct {
        const char* metric;
        bool feed;
        bool reels;
        bool story;
    } rows[] = {
        {"views", true, true, true},
        {"reach", true, true, true},
        {"shares", true, true, true},
        {"total_interactions", true, true, true},
        {"reposts", true, true, true},
        {"likes", true, true, false},
        {"comments", true, true, false},
        {"saved", true, true, false},
        {"follows", true, false, true},
        {"profile_visits", true, false, true},
        {"profile_activity", true, false, true},
        {"replies", false, false, true},
        {"navigation", false, false, true},
        {"ig_reels_avg_watch_time", false, true, false},
        {"ig_reels_video_view_total_time", false, true, false},
        {"reels_skip_rate", false, true, false},
        {"crossposted_views", false, false, false},
        {"facebook_views", false, false, false},
        {"total_likes", false, false, false},
        {"total_comments", false, false, false},
        {"total_views", false, false, false},
        {"link_clicks", false, false, false},
        {"impressions", false, false, false},
        {"plays", false, false, false},
        {"video_views", false, false, false},
        {"engagement", false, false, false},
        {"saves", false, false, false},
    };
    for (const auto& row : rows) {
        const std::map<std::string, bool> expected{
            {"FEED", row.feed}, {"REELS", row.reels}, {"STORY", row.story}};
        for (const auto& [product, works] : expected) {
            const auto answer = client.graph(
                token, fmt::format("{}/insights?metric={}", ids.at(product), row.metric));
            EXPECT_EQ(answer.status, works ? 200 : 400) << product << " " << row.metric;
            if (works) {
                EXPECT_EQ(values(answer).size(), 1U) << row.metric;
            } else {
                EXPECT_EQ(answer.code(), 100) << product << " " << row.metric;
            }
        }
    }
}

TEST(InstagramMediaInsights, fail_as_a_whole_for_one_foreign_metric) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto id = newest(client, token, "FEED");
    EXPECT_EQ(values(client.graph(token, id + "/insights?metric=views,likes,saved")).size(), 3U);
    const auto array = id + "/insights?metric=%5B%22views%22%2C%22likes%22%5D";
    EXPECT_EQ(values(client.graph(token, array)).size(), 2U) << "an array of JSON is a list too";
    for (const auto* broken : {"%5B%5D", "%5Bviews%2C%22%5D", "%5B%22%22%5D"}) {
        EXPECT_NE(client.graph(token, id + "/insights?metric=" + broken).status, 200) << broken;
    }
    EXPECT_EQ(client.graph(token, id + "/insights?metric=views,likes,replies").code(), 100);
}

TEST(InstagramMediaInsights, agree_with_the_counts_of_the_post) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto id = newest(client, token, "FEED");
    const auto post = client.graph(token, id + "?fields=like_count,comments_count").body();
    const auto figures = values(client.graph(token, id + "/insights?metric=likes,comments"));
    EXPECT_EQ(post.at("like_count").as_int64(), figures.at("likes"));
    EXPECT_EQ(post.at("comments_count").as_int64(), figures.at("comments"));
}

TEST(InstagramMediaInsights, have_the_documented_shape) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto id = newest(client, token, "STORY");
    const auto plain = client.graph(token, id + "/insights?metric=views").body().at("data").at(0);
    EXPECT_EQ(plain.at("period").as_string(), "lifetime");
    EXPECT_EQ(plain.at("id").as_string(), id + "/insights/views/lifetime");
    EXPECT_TRUE(plain.at("values").at(0).at("value").is_int64());
    const auto taps = client
                          .graph(token, id + "/insights?metric=navigation"
                                             "&breakdown=story_navigation_action_type")
                          .body()
                          .at("data")
                          .at(0)
                          .at("total_value");
    std::int64_t sum = 0;
    for (const auto& result : taps.at("breakdowns").at(0).at("results").as_array()) {
        sum += result.at("value").as_int64();
    }
    EXPECT_EQ(sum, taps.at("value").as_int64());
    EXPECT_EQ(client.graph(token, id + "/insights?metric=views&breakdown=action_type").code(), 1);
}

TEST(InstagramMediaInsights, need_the_permission_and_a_metric) {
    SandboxClient client;
    const auto narrow = client.long_token("ada.bakes", "&grant=instagram_business_basic");
    const auto id = newest(client, narrow, "FEED");
    EXPECT_EQ(client.graph(narrow, id + "/insights?metric=views").code(), 10);
    EXPECT_EQ(client.graph(narrow, "me/insights?metric=reach&period=day").code(), 10);
    const auto token = client.long_token("ada.bakes");
    for (const auto& path : {id + "/insights", std::string("me/insights?period=day")}) {
        const auto answer = client.graph(token, path);
        EXPECT_EQ(answer.code(), 3'001);
        EXPECT_EQ(answer.subcode(), 1'504'028);
    }
    const auto withheld = client.long_token("numbers.are.private");
    EXPECT_EQ(client.graph(withheld, "me/insights?metric=reach&period=day").code(), 10);
}

TEST(InstagramMediaInsights, are_absent_where_there_is_no_data) {
    SandboxClient client;
    const auto quiet = client.long_token("quiet.cellar");
    const auto id = newest(client, quiet, "FEED");
    EXPECT_EQ(client.graph(quiet, id + "/insights?metric=views,likes").text, R"({"data":[]})");
    EXPECT_EQ(client.graph(quiet, "me/insights?metric=reach&period=day").text, R"({"data":[]})");

    const auto layers = client.long_token("layers.studio");
    const auto body = client.graph(layers, "me/media?limit=1&fields=children").body();
    const std::string child(
        body.at("data").at(0).at("children").at("data").at(0).at("id").as_string());
    EXPECT_EQ(client.graph(layers, child + "/insights?metric=views").text, R"({"data":[]})");
    EXPECT_EQ(client.graph(layers, child + "?fields=media_type").status, 200);
}

TEST(InstagramMediaInsights, tell_too_few_viewers_of_a_story_by_code_10) {
    SandboxClient client;
    const auto token = client.long_token("tiny.pottery");
    const auto answer =
        client.graph(token, newest(client, token, "STORY") + "/insights?metric=views");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), 10);
    EXPECT_NE(answer.text.find("Not enough viewers"), std::string::npos);
}

TEST(InstagramMediaInsights, include_facebook_for_who_shares_there) {
    SandboxClient client;
    const auto token = client.long_token("northwind.outdoor");
    const auto id = newest(client, token, "REELS");
    const auto figures =
        values(client.graph(token, id + "/insights?metric=views,facebook_views,crossposted_views"));
    EXPECT_EQ(figures.at("crossposted_views"), figures.at("views") + figures.at("facebook_views"));
}

TEST(InstagramAccountInsights, refuse_what_does_not_fit_together) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto now = unix_seconds(client.base.now());
    const struct {
        std::string query;
        const char* reason;
    } rows[] = {
        {"metric=reach", "no period"},
        {"metric=reach&period=week", "an unknown period"},
        {"metric=reach&period=lifetime", "the period of other metrics"},
        {"metric=follower_demographics&period=day&metric_type=total_value&breakdown=age",
         "demographics are of a lifetime"},
        {"metric=views&period=day", "has no series"},
        {"metric=follower_count&period=day&metric_type=total_value", "has no total"},
        {"metric=reach,saved&period=day", "saved is the name at media"},
        {"metric=profile_views&period=day&metric_type=total_value", "dead"},
        {"metric=impressions&period=day", "dead"},
        {"metric=reach&period=day&metric_type=sum", "an unknown type"},
        {"metric=likes&period=day&metric_type=total_value&breakdown=follow_type",
         "a foreign breakdown"},
        {"metric=reach&period=day&since=a", "no time"},
        {fmt::format("metric=reach&period=day&since={}&until={}", now, now), "nothing between"},
        {fmt::format("metric=reach&period=day&since={}&until={}", now - 31 * 86'400, now),
         "more than 30 days"},
        {"metric=follower_demographics&period=lifetime&metric_type=total_value", "no breakdown"},
        {"metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=age"
         "&timeframe=last_90_days",
         "a time frame that is gone"},
    };
    for (const auto& row : rows) {
        const auto answer = client.graph(token, "me/insights?" + row.query);
        EXPECT_EQ(answer.code(), 100) << row.reason << ": " << answer.text;
    }
}

TEST(InstagramAccountInsights, give_the_follower_history_of_90_days_in_three_calls) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    // 07:00 UTC ends a day of insights, so that the count is the one at the end of a day.
    client.base.advance(hours{7});
    const auto now = client.base.now();
    const auto count_now =
        client.graph(token, "me?fields=followers_count").body().at("followers_count").as_int64();
    std::int64_t gained = 0;
    std::size_t days_seen = 0;
    for (auto until = now; until > now - days{90}; until -= days{30}) {
        const auto answer = client.graph(
            token, fmt::format("me/insights?metric=follower_count&period=day&since={}&until={}",
                               unix_seconds(until - days{30}), unix_seconds(until)));
        ASSERT_EQ(answer.status, 200) << answer.text;
        const auto metric = answer.body().at("data").at(0);
        for (const auto& value : metric.at("values").as_array()) {
            gained += value.at("value").as_int64();
            EXPECT_TRUE(value.at("end_time").as_string().ends_with("T07:00:00+0000"));
            ++days_seen;
        }
        EXPECT_TRUE(answer.body().at("paging").as_object().contains("previous"));
    }
    EXPECT_EQ(days_seen, 90U);
    const instagram::World world(1, client.base.now());
    EXPECT_EQ(count_now - gained,
              world.followers(*instagram::find_account("ada.bakes"), now - days{90}));
}

TEST(InstagramAccountInsights, forget_after_90_days_and_earlier_for_one_account) {
    SandboxClient client;
    const auto now = client.base.now();
    const auto path = [&](days from, days to) {
        return fmt::format("me/insights?metric=follower_count&period=day&since={}&until={}",
                           unix_seconds(now - from), unix_seconds(now - to));
    };
    const auto ada = client.long_token("ada.bakes");
    EXPECT_EQ(client.graph(ada, path(days{130}, days{100})).text, R"({"data":[]})");
    const auto layers = client.long_token("layers.studio");
    EXPECT_EQ(client.graph(layers, path(days{30}, days{0})).status, 200);
    EXPECT_EQ(client.graph(layers, path(days{60}, days{30})).code(), 100);
}

TEST(InstagramAccountInsights, add_up_over_the_days) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.base.advance(hours{7});
    const auto now = client.base.now();
    const auto total = [&](Time since, Time until) {
        return values(client.graph(
            token, fmt::format("me/insights?metric=likes,reach&period=day&metric_type=total_value"
                               "&since={}&until={}",
                               unix_seconds(since), unix_seconds(until))));
    };
    std::int64_t likes = 0;
    std::int64_t reach = 0;
    for (int day = 0; day < 30; ++day) {
        const auto one = total(now - days{day + 1}, now - days{day});
        likes += one.at("likes");
        reach += one.at("reach");
    }
    const auto month = total(now - days{30}, now);
    EXPECT_EQ(month.at("likes"), likes);
    EXPECT_LT(month.at("reach"), reach) << "people count once";
}

TEST(InstagramAccountInsights, break_totals_down) {
    SandboxClient client;
    const auto token = client.long_token("fading.star");
    const auto changes = client
                             .graph(token, "me/insights?metric=follows_and_unfollows&period=day"
                                           "&metric_type=total_value&breakdown=follow_type")
                             .body()
                             .at("data")
                             .at(0)
                             .at("total_value")
                             .at("breakdowns")
                             .at(0)
                             .at("results");
    EXPECT_EQ(changes.at(0).at("dimension_values").at(0).as_string(), "FOLLOWER");
    EXPECT_GT(changes.at(1).at("value").as_int64(), changes.at(0).at("value").as_int64());
    const auto bare = client
                          .graph(token, "me/insights?metric=follows_and_unfollows&period=day"
                                        "&metric_type=total_value")
                          .body();
    EXPECT_FALSE(bare.at("data").at(0).as_object().contains("total_value"));
    const auto ages = client
                          .graph(token, "me/insights?metric=follower_demographics&period=lifetime"
                                        "&metric_type=total_value&breakdown=age"
                                        "&timeframe=this_month")
                          .body();
    EXPECT_EQ(ages.at("data")
                  .at(0)
                  .at("total_value")
                  .at("breakdowns")
                  .at(0)
                  .at("results")
                  .as_array()
                  .size(),
              7U);
}

TEST(InstagramAccountInsights, hide_follower_figures_below_100_followers) {
    SandboxClient client;
    const auto token = client.long_token("tiny.pottery");
    EXPECT_EQ(client.graph(token, "me/insights?metric=follower_count&period=day").text,
              R"({"data":[]})");
    const auto both = client.graph(token, "me/insights?metric=reach,follower_count&period=day");
    EXPECT_EQ(both.body().at("data").as_array().size(), 1U);
}

}  // namespace
}  // namespace rostrum::sandbox
