#include "unit/platforms/linkedin/linkedin_fixture.hpp"

namespace rostrum::platforms::linkedin {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

class LinkedInOrganizationTest : public LinkedInTest {
protected:
    Outcome<PostPage> posts(std::string cursor = {}, std::size_t limit = 25,
                            Access access = organization()) {
        return run(reader.posts(std::move(access), std::move(cursor), limit));
    }
    Outcome<std::vector<DailyMetric>> daily(Time from, Time to, Access access = organization()) {
        return run(reader.daily(std::move(access), from, to));
    }
    static Access without_figures() { return organization({"r_organization_social"}); }
};

const std::string no_posts = R"({"paging":{"start":0,"count":25,"links":[]},"elements":[]})";

TEST_F(LinkedInOrganizationTest, reads_the_profile_and_the_followers) {
    client.answer(R"({"id":55,"localizedName":"Bakery","vanityName":"bakery",)"
                  R"("localizedDescription":"Bread.","new":{}})");
    client.answer(R"({"firstDegreeSize":12600})");
    const auto profile = run(reader.profile(organization()));
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(url(0), std::string(rest_root) + "organizations/55");
    EXPECT_EQ(url(1), std::string(rest_root) + "networkSizes/urn%3Ali%3Aorganization%3A55"
                                               "?edgeType=COMPANY_FOLLOWED_BY_MEMBER");
    EXPECT_EQ(header(1, "Authorization"), "Bearer tok");
    EXPECT_EQ(header(1, "LinkedIn-Version"), "202609");
    EXPECT_EQ(header(1, "X-Restli-Protocol-Version"), "2.0.0");
    EXPECT_EQ(header(1, "X-RestLi-Method"), "GET");
    EXPECT_EQ(profile->data.external_id, "urn:li:organization:55");
    EXPECT_EQ(profile->data.handle, "bakery");
    EXPECT_EQ(profile->data.display_name, "Bakery");
    EXPECT_EQ(profile->data.bio, "Bread.");
    EXPECT_EQ(profile->data.account_type, "organization");
    EXPECT_EQ(profile->data.follower_count, 12'600);
    EXPECT_FALSE(profile->data.post_count) << "the platform's totals are not to be relied upon";
    EXPECT_EQ(profile->calls, 2);
}

TEST_F(LinkedInOrganizationTest, a_setting_names_another_version) {
    platform = make("202701");
    client.answer(no_posts);
    ASSERT_TRUE(run(platform->reader()->posts(organization(), "", 5)));
    EXPECT_EQ(header(0, "LinkedIn-Version"), "202701");
}

TEST_F(LinkedInOrganizationTest, refused_followers_are_unknown_and_failed_ones_an_error) {
    client.answer(R"({"id":55})");
    refuse();
    const auto profile = run(reader.profile(organization()));
    ASSERT_TRUE(profile);
    EXPECT_FALSE(profile->data.follower_count);
    client.answer(R"({"id":55})");
    client.answer(R"({"message":"Unauthorized","status":401})", 401);
    EXPECT_EQ(run(reader.profile(organization())).error().next, Next::reauthorize);
}

TEST_F(LinkedInOrganizationTest, a_version_that_is_gone_is_the_operators_matter) {
    client.answer(R"({"status":426,"code":"NONEXISTENT_VERSION",)"
                  R"("message":"Requested version 202609 is not active"})",
                  426);
    const auto refused = run(reader.profile(organization()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::misconfigured);
    EXPECT_TRUE(refused.error().user_message.contains("LinkedIn has switched off"));
}

TEST_F(LinkedInOrganizationTest, who_is_refused_often_waits_until_midnight_utc) {
    clock.set(parse_time("2026-11-21T20:00:00Z").value());
    for (const std::chrono::seconds wait : {60s, 300s, 900s, 13'440s}) {
        client.answer(R"({"status":429,"serviceErrorCode":101,"code":"TOO_MANY_REQUESTS",)"
                      R"("message":"Resource level throttle limit"})",
                      429);
        const auto refused = run(reader.profile(organization()));
        EXPECT_EQ(refused.error().next, Next::rate_limited);
        EXPECT_EQ(refused.error().retry_after, wait);
        clock.advance(wait);
    }
    client.answer(R"({"message":"busy"})", 429, {{"Retry-After", "600"}});
    EXPECT_EQ(run(reader.profile(organization())).error().retry_after, 600s) << "where it is told";
}

TEST_F(LinkedInOrganizationTest, reads_posts_with_their_figures) {
    client.answer(R"({"elements":[
        {"id":"urn:li:share:7","author":"urn:li:organization:55","publishedAt":1767225600123,
         "createdAt":1,"lifecycleState":"PUBLISHED",
         "commentary":"Fresh \\(today\\) {hashtag|\\#|bread}",
         "content":{"media":{"id":"urn:li:image:C4"}}},
        {"id":"urn:li:ugcPost:8","createdAt":1767225500000,"content":{"article":{"source":"u"}}},
        {"id":"urn:li:share:9","createdAt":1767225400000,"lifecycleState":"PUBLISH_REQUESTED"},
        {"id":"urn:li:share:10"},{"createdAt":1767225400000},{"id":"urn:li:share:11","createdAt":-5},
        "odd",null]})");
    client.answer(R"({"results":{"urn:li:image:C4":{"downloadUrl":"https://dms/1"},"x":7},)"
                  R"("errors":{}})");
    client.answer(R"({"elements":[
        {"share":"urn:li:share:7","totalShareStatistics":{"impressionCount":100,
         "uniqueImpressionsCount":80,"clickCount":9,"likeCount":5,"commentCount":"2","shareCount":1,
         "engagement":0.17}},{"share":"urn:li:share:99"},{}]})");
    client.answer(R"({"elements":[{"ugcPost":"urn:li:ugcPost:8",
        "totalShareStatistics":{"likeCount":3}}]})");
    const auto page = posts();
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(url(0), std::string(rest_root) + "posts?q=author&author=urn%3Ali%3Aorganization%3A55"
                                               "&start=0&count=25&sortBy=CREATED");
    const auto statistics = std::string(rest_root) +
                            "organizationalEntityShareStatistics?q=organizationalEntity"
                            "&organizationalEntity=urn%3Ali%3Aorganization%3A55";
    EXPECT_EQ(url(1), std::string(rest_root) + "images?ids=List(urn%3Ali%3Aimage%3AC4)");
    EXPECT_EQ(url(2), statistics + "&shares=List(urn%3Ali%3Ashare%3A7)");
    EXPECT_EQ(url(3), statistics + "&ugcPosts=List(urn%3Ali%3AugcPost%3A8)");
    EXPECT_EQ(page->calls, 4);
    EXPECT_TRUE(page->data.next_cursor.empty());
    ASSERT_EQ(page->data.posts.size(), 2U) << "without id, time or publication, they are none";
    const auto& first = page->data.posts[0];
    EXPECT_EQ(first.external_id, "urn:li:share:7");
    EXPECT_EQ(first.caption, "Fresh (today) #bread");
    EXPECT_EQ(first.media_type, MediaType::image);
    EXPECT_EQ(first.thumbnail_url, "https://dms/1");
    EXPECT_EQ(first.permalink, "https://www.linkedin.com/feed/update/urn:li:share:7/");
    EXPECT_EQ(first.posted_at, Time{1767225600123ms});
    EXPECT_EQ(first.metrics.views, 100);
    EXPECT_EQ(first.metrics.reach, 80);
    EXPECT_EQ(first.metrics.likes, 5);
    EXPECT_EQ(first.metrics.comments, 2);
    EXPECT_EQ(first.metrics.shares, 1);
    EXPECT_FALSE(first.metrics.saves);
    const auto& second = page->data.posts[1];
    EXPECT_EQ(second.media_type, MediaType::link);
    EXPECT_EQ(second.metrics.likes, 3);
    EXPECT_FALSE(second.metrics.views) << "absent is not zero";
}

TEST_F(LinkedInOrganizationTest, kinds_of_posts_follow_from_their_content) {
    struct Row {
        std::string_view content;
        MediaType type;
    };
    for (const auto& [content, type] :
         {Row{R"({"media":{"id":"urn:li:video:1"}})", MediaType::video},
          Row{R"({"media":{"id":"urn:li:document:1"}})", MediaType::carousel},
          Row{R"({"multiImage":{"images":[]}})", MediaType::carousel},
          Row{R"({"poll":{"question":"?"}})", MediaType::text}, Row{"null", MediaType::text},
          Row{"7", MediaType::text}, Row{R"({"media":{}})", MediaType::image}}) {
        client.answer(R"({"elements":[{"id":"urn:li:share:7","createdAt":1,"content":)" +
                      std::string(content) + "}]}");
        EXPECT_EQ(posts({}, 25, without_figures())->data.posts.at(0).media_type, type) << content;
    }
}

TEST_F(LinkedInOrganizationTest, a_page_without_its_pictures_is_still_a_page) {
    client.answer(R"({"elements":[
        {"id":"urn:li:share:1","createdAt":1,"content":{"media":{"id":"urn:li:image:A"}}},
        {"id":"urn:li:share:2","createdAt":1,"content":{"multiImage":{"images":[
            {"id":"urn:li:image:B"},{"id":"urn:li:image:C"}]}}},
        {"id":"urn:li:share:3","createdAt":1,"content":{"article":{"thumbnail":"urn:li:image:A"}}},
        {"id":"urn:li:share:4","createdAt":1,"content":{"multiImage":{"images":[]}}}]})");
    client.answer(R"({"code":"TOO_MANY_REQUESTS","message":"m"})", 429);
    const auto page = posts({}, 25, without_figures());
    ASSERT_TRUE(page);
    EXPECT_EQ(url(1), std::string(rest_root) +
                          "images?ids=List(urn%3Ali%3Aimage%3AA,urn%3Ali%3Aimage%3AB)");
    EXPECT_EQ(page->data.posts.size(), 4U);
    EXPECT_TRUE(page->data.posts[0].thumbnail_url.empty());
}

TEST_F(LinkedInOrganizationTest, pages_go_on_while_they_are_full_or_a_link_says_so) {
    const std::string post = R"({"id":"urn:li:share:7","createdAt":1})";
    client.answer(R"({"elements":[)" + post + ',' + post + "]}");
    client.answer(R"({"elements":[)" + post + R"(],"paging":{"links":[{"rel":"next"}]}})");
    client.answer(R"({"elements":[)" + post + R"(],"paging":{"total":900,"links":[7]}})");
    std::string cursor;
    std::vector<std::string> cursors;
    do {
        const auto page = posts(cursor, 2, without_figures());
        ASSERT_TRUE(page);
        cursor = page->data.next_cursor;
        cursors.push_back(cursor);
    } while (!cursor.empty());
    EXPECT_EQ(cursors, (std::vector<std::string>{"2", "4", ""}));
    EXPECT_TRUE(url(2).contains("&start=4&count=2&"));
}

TEST_F(LinkedInOrganizationTest, the_page_size_is_bounded_and_a_strange_cursor_the_beginning) {
    for (const std::size_t limit : {0U, 500U}) {
        client.answer(no_posts);
        ASSERT_TRUE(posts("strange", limit));
    }
    EXPECT_TRUE(url(0).contains("&start=0&count=1&"));
    EXPECT_TRUE(url(1).contains("&start=0&count=50&"));
}

TEST_F(LinkedInOrganizationTest, without_the_scope_nothing_is_asked_for) {
    const auto page = posts({}, 25, organization({"openid", "rw_organization_admin"}));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->calls, 0);
    const auto values = daily(clock.now() - days{3}, clock.now(), without_figures());
    ASSERT_TRUE(values);
    EXPECT_EQ(values->calls, 0);
}

TEST_F(LinkedInOrganizationTest, refused_figures_are_unknown_and_failed_ones_an_error) {
    const std::string page = R"({"elements":[{"id":"urn:li:share:7","createdAt":1}]})";
    client.answer(page);
    refuse();
    const auto read = posts();
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->data.posts.at(0).metrics.likes);
    client.answer(page);
    client.answer(R"({"code":"TOO_MANY_REQUESTS","message":"m"})", 429);
    EXPECT_EQ(posts().error().next, Next::rate_limited);
}

TEST_F(LinkedInOrganizationTest, an_answer_without_a_list_is_no_empty_list) {
    client.answer(R"({"elements":{}})");
    EXPECT_EQ(posts().error().code, "malformed");
    for (int i = 0; i < 3; ++i) client.answer("<html>busy</html>", 502);
    EXPECT_EQ(posts().error().next, Next::retry_later);
    client.answer("");
    client.answer("");
    client.answer("");
    EXPECT_EQ(posts().error().next, Next::retry_later);
}

TEST_F(LinkedInOrganizationTest, reads_three_series_of_whole_days) {
    clock.set(parse_time("2026-11-21T12:00:00Z").value());
    client.answer(R"({"elements":[
        {"timeRange":{"start":1763510400000,"end":1763596800000},"totalShareStatistics":{}},
        {"timeRange":{"start":1795046400000,"end":1795132800000},"totalShareStatistics":{
          "impressionCount":900,"uniqueImpressionsCount":700,"clickCount":12,"likeCount":-2,
          "commentCount":3,"shareCount":1}},
        {"totalShareStatistics":{"likeCount":1}},{"timeRange":7}]})");
    client.answer(R"({"elements":[{"timeRange":{"start":1795132800000},
        "followerGains":{"organicFollowerGain":8,"paidFollowerGain":2}}]})");
    refuse();
    const auto values = daily(parse_time("2026-11-18T15:00:00Z").value(), clock.now());
    ASSERT_TRUE(values) << values.error().message;
    const std::string range =
        "=urn%3Ali%3Aorganization%3A55&timeIntervals=(timeRange:(start:1795046400000,"
        "end:1795219200000),timeGranularityType:DAY)";
    EXPECT_EQ(url(0), std::string(rest_root) +
                          "organizationalEntityShareStatistics?q=organizationalEntity"
                          "&organizationalEntity" +
                          range);
    EXPECT_EQ(url(1), std::string(rest_root) +
                          "organizationalEntityFollowerStatistics?q=organizationalEntity"
                          "&organizationalEntity" +
                          range);
    EXPECT_EQ(url(2), std::string(rest_root) +
                          "organizationPageStatistics?q=organization&organization" + range);
    EXPECT_EQ(values->calls, 3);
    std::map<std::string, double> found;
    for (const auto& value : values->data)
        found[value.metric_type + ' ' + value.date] = value.value;
    EXPECT_EQ(found, (std::map<std::string, double>{{"views 2026-11-19", 900},
                                                    {"reach 2026-11-19", 700},
                                                    {"clicks 2026-11-19", 12},
                                                    {"likes 2026-11-19", -2},
                                                    {"comments 2026-11-19", 3},
                                                    {"shares 2026-11-19", 1},
                                                    {"new_followers 2026-11-20", 10}}));
}

TEST_F(LinkedInOrganizationTest, a_range_without_a_whole_day_is_not_asked_for) {
    clock.set(parse_time("2026-11-21T12:00:00Z").value());
    EXPECT_EQ(daily(clock.now() - 10h, clock.now())->calls, 0);
    EXPECT_EQ(daily(clock.now(), clock.now() - days{2})->calls, 0);
}

TEST_F(LinkedInOrganizationTest, history_older_than_the_platform_keeps_is_not_asked_for) {
    clock.set(parse_time("2026-11-21T12:00:00Z").value());
    for (int i = 0; i < 3; ++i) client.answer(R"({"elements":[]})");
    ASSERT_TRUE(daily(clock.now() - days{900}, clock.now()));
    EXPECT_TRUE(url(0).contains("start:1764115200000,")) << url(0);
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
