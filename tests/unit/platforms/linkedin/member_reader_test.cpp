#include "unit/platforms/linkedin/linkedin_fixture.hpp"

namespace rostrum::platforms::linkedin {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

class LinkedInMemberTest : public LinkedInTest {
protected:
    static PlatformPost post(std::string urn) {
        PlatformPost out;
        out.external_id = std::move(urn);
        return out;
    }
};

TEST_F(LinkedInMemberTest, most_apps_read_a_name_and_a_picture_and_no_more) {
    client.answer(R"({"sub":"ab1","given_name":"Ada","family_name":"L","picture":"https://p/1",
        "locale":{"country":"US","language":"en"},"email_verified":"true"})");
    const auto profile = run(reader.profile(member(sign_in_scopes())));
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(profile->data.external_id, "urn:li:person:ab1");
    EXPECT_EQ(profile->data.display_name, "Ada L");
    EXPECT_EQ(profile->data.profile_image_url, "https://p/1");
    EXPECT_EQ(profile->data.account_type, "member");
    EXPECT_FALSE(profile->data.follower_count);
    const auto page = run(reader.posts(member(sign_in_scopes()), "", 25));
    ASSERT_TRUE(page) << "posts are closed to most apps, which is no error";
    EXPECT_TRUE(page->data.posts.empty());
    EXPECT_EQ(page->calls, 0);
    EXPECT_EQ(run(reader.metrics(member(sign_in_scopes()), post("urn:li:share:1")))->calls, 0);
    EXPECT_EQ(
        run(reader.daily(member(sign_in_scopes()), clock.now() - days{3}, clock.now()))->calls, 0);
}

TEST_F(LinkedInMemberTest, followers_are_an_extra) {
    client.answer(R"({"sub":"ab1","name":"Ada L"})");
    client.answer(R"({"elements":[{"memberFollowersCount":5200}]})");
    const auto profile = run(reader.profile(member()));
    EXPECT_EQ(url(1), std::string(rest_root) + "memberFollowersCount?q=me");
    EXPECT_EQ(profile->data.follower_count, 5'200);
    EXPECT_EQ(profile->calls, 2);
    for (const auto* body : {R"({"elements":[]})", R"({"elements":[7]})", "{}"}) {
        client.answer(R"({"sub":"ab1"})");
        client.answer(body);
        EXPECT_FALSE(run(reader.profile(member()))->data.follower_count) << body;
    }
    client.answer(R"({"sub":"ab1"})");
    refuse();
    EXPECT_TRUE(run(reader.profile(member())));
}

TEST_F(LinkedInMemberTest, posts_are_read_where_the_scope_was_granted) {
    client.answer(R"({"elements":[{"id":"urn:li:share:7","createdAt":1,"commentary":"hi"}]})");
    const auto page = run(reader.posts(member(), "", 10));
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(url(0), std::string(rest_root) +
                          "posts?q=author&author=urn%3Ali%3Aperson%3Aab1&start=0&count=10"
                          "&sortBy=CREATED");
    EXPECT_EQ(page->data.posts.at(0).caption, "hi");
    EXPECT_EQ(page->calls, 1) << "figures are asked for post by post";
}

TEST_F(LinkedInMemberTest, each_figure_of_a_post_is_a_call) {
    for (const int count : {100, 80, 5, 2, 1}) {
        client.answer(R"({"elements":[{"count":)" + std::to_string(count) +
                      R"(,"metricType":{"com.linkedin.adsexternalapi.X":"Y"}}]})");
    }
    const auto metrics = run(reader.metrics(member(), post("urn:li:ugcPost:8")));
    ASSERT_TRUE(metrics) << metrics.error().message;
    EXPECT_EQ(url(0), std::string(rest_root) +
                          "memberCreatorPostAnalytics?q=entity&entity=(ugc:urn%3Ali%3AugcPost%3A8)"
                          "&queryType=IMPRESSION&aggregation=TOTAL");
    EXPECT_TRUE(url(4).contains("queryType=RESHARE"));
    EXPECT_EQ(metrics->calls, 5);
    EXPECT_EQ(metrics->data.views, 100);
    EXPECT_EQ(metrics->data.reach, 80);
    EXPECT_EQ(metrics->data.likes, 5);
    EXPECT_EQ(metrics->data.comments, 2);
    EXPECT_EQ(metrics->data.shares, 1);
}

TEST_F(LinkedInMemberTest, a_refused_figure_ends_the_asking) {
    refuse();
    const auto metrics = run(reader.metrics(member(), post("urn:li:share:7")));
    ASSERT_TRUE(metrics);
    EXPECT_TRUE(url(0).contains("entity=(share:urn%3Ali%3Ashare%3A7)"));
    EXPECT_EQ(metrics->calls, 1);
    client.answer(R"({"message":"m","code":"EXPIRED_ACCESS_TOKEN"})", 401);
    EXPECT_EQ(run(reader.metrics(member(), post("urn:li:share:7"))).error().next,
              Next::reauthorize);
}

TEST_F(LinkedInMemberTest, series_are_asked_for_by_calendar_days) {
    clock.set(parse_time("2026-11-02T08:00:00Z").value());
    client.answer(R"({"elements":[
        {"dateRange":{"start":{"year":2026,"month":10,"day":31},"end":{}},"memberFollowersCount":4},
        {"dateRange":{"start":{"year":2026,"month":11,"day":31}},"memberFollowersCount":4},
        {"dateRange":{"start":{}},"memberFollowersCount":4},
        {"dateRange":{"start":{"year":2025,"month":10,"day":31}},"memberFollowersCount":4}]})");
    client.answer(R"({"elements":[{"count":90,"metricType":"IMPRESSION",
        "dateRange":{"start":{"year":2026,"month":11,"day":1}}}]})");
    for (int i = 0; i < 3; ++i) client.answer(R"({"elements":[]})");
    const auto values = run(reader.daily(member(), clock.now() - days{3}, clock.now()));
    ASSERT_TRUE(values) << values.error().message;
    const std::string range =
        "dateRange=(start:(day:31,month:10,year:2026),end:(day:2,month:11,year:2026))";
    EXPECT_EQ(url(0), std::string(rest_root) + "memberFollowersCount?q=dateRange&" + range);
    EXPECT_EQ(url(1),
              std::string(rest_root) +
                  "memberCreatorPostAnalytics?q=me&queryType=IMPRESSION&aggregation=DAILY&" +
                  range);
    EXPECT_EQ(values->calls, 5);
    ASSERT_EQ(values->data.size(), 2U);
    EXPECT_EQ(values->data[0].metric_type, "new_followers");
    EXPECT_EQ(values->data[0].date, "2026-10-31");
    EXPECT_EQ(values->data[0].value, 4);
    EXPECT_EQ(values->data[1].metric_type, "views");
    EXPECT_EQ(values->data[1].date, "2026-11-01");
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
