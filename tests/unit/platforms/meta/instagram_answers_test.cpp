#include "platforms/meta/instagram_answers.hpp"

#include "platforms/meta/graph_answers.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

namespace rostrum::platforms::meta {
namespace {

json::value parse(std::string_view text) { return parse_json(text).value(); }

Time at(std::string_view text) { return parse_time(text).value(); }

constexpr std::string_view me = R"({"id":"24500000000000001","user_id":"17841400000000001",
    "username":"demo_shop","name":"Demo Shop","account_type":"BUSINESS",
    "profile_picture_url":"https://scontent.example/p.jpg","followers_count":1520,"follows_count":88,
    "media_count":312,"a_field_of_tomorrow":{"x":[1]}})";

TEST(InstagramAnswers, a_profile_is_read_flat_and_wrapped) {
    for (const auto& body : {std::string(me), fmt::format(R"({{"data":[{}]}})", me)}) {
        const auto profile = parse_instagram_profile(parse(body));
        ASSERT_TRUE(profile);
        EXPECT_EQ(profile->external_id, "17841400000000001");
        EXPECT_EQ(profile->handle, "demo_shop");
        EXPECT_EQ(profile->display_name, "Demo Shop");
        EXPECT_EQ(profile->profile_image_url, "https://scontent.example/p.jpg");
        EXPECT_EQ(profile->account_type, "BUSINESS");
        EXPECT_EQ(profile->follower_count, 1520);
        EXPECT_EQ(profile->following_count, 88);
        EXPECT_EQ(profile->post_count, 312);
        const auto account = parse_instagram_account(parse(body));
        ASSERT_TRUE(account);
        EXPECT_EQ(account->external_id, "17841400000000001");
        EXPECT_EQ(account->app_scoped_id, "24500000000000001");
        EXPECT_EQ(account->avatar_url, "https://scontent.example/p.jpg");
    }
}

TEST(InstagramAnswers, absent_counts_are_unknown_and_not_zero) {
    const auto profile =
        parse_instagram_profile(parse(R"({"user_id":17841400000000001,"username":"u",
        "followers_count":"many","follows_count":null})"));
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->external_id, "17841400000000001");
    EXPECT_EQ(profile->display_name, "u") << "the handle stands in for a missing name";
    EXPECT_EQ(profile->follower_count, std::nullopt);
    EXPECT_EQ(profile->following_count, std::nullopt);
    EXPECT_EQ(profile->post_count, std::nullopt);
    EXPECT_EQ(profile->account_type, "");
}

TEST(InstagramAnswers, an_account_without_an_id_is_none) {
    EXPECT_EQ(parse_instagram_account(parse(R"({"id":"24"})"))->external_id, "24");
    EXPECT_FALSE(parse_instagram_account(parse(R"({"username":"u"})")));
    EXPECT_FALSE(parse_instagram_profile(parse(R"({"data":[]})")));
}

TEST(InstagramAnswers, reads_a_page_of_media) {
    const auto page = parse_media_page(parse(R"({"data":[{"id":"17900000000000001","caption":"Hé",
        "media_type":"CAROUSEL_ALBUM","media_product_type":"FEED","permalink":"https://p.example/1",
        "media_url":"https://m.example/1","timestamp":"2026-11-19T18:00:00+0000","like_count":12,
        "comments_count":3,"unknown":[{}]}],
        "paging":{"cursors":{"before":"B","after":"A1"},"next":"https://graph.example/x?after=other"}})"));
    ASSERT_TRUE(page);
    ASSERT_EQ(page->posts.size(), 1U);
    const auto& post = page->posts[0];
    EXPECT_EQ(post.external_id, "17900000000000001");
    EXPECT_EQ(post.caption, "Hé");
    EXPECT_EQ(post.media_type, MediaType::carousel);
    EXPECT_EQ(post.permalink, "https://p.example/1");
    EXPECT_EQ(post.posted_at, at("2026-11-19T18:00:00Z"));
    EXPECT_EQ(post.metrics.likes, 12);
    EXPECT_EQ(post.metrics.comments, 3);
    EXPECT_EQ(post.metrics.views, std::nullopt);
    EXPECT_EQ(page->next_cursor, "A1");
}

TEST(InstagramAnswers, the_product_type_tells_what_a_post_is) {
    struct Row {
        std::string_view fields;
        MediaType expected;
    };
    for (const auto& [fields, expected] : {
             Row{R"("media_type":"IMAGE","media_product_type":"FEED")", MediaType::image},
             Row{R"("media_type":"VIDEO","media_product_type":"FEED")", MediaType::video},
             Row{R"("media_type":"VIDEO","media_product_type":"REELS")", MediaType::reel},
             Row{R"("media_type":"IMAGE","media_product_type":"STORY")", MediaType::story},
             Row{R"("media_type":"CAROUSEL_ALBUM")", MediaType::carousel},
             Row{R"("media_type":"VIDEO","media_product_type":"AD")", MediaType::video},
             Row{R"("media_type":"HOLOGRAM")", MediaType::image},
             Row{R"("media_type":7)", MediaType::image},
         }) {
        const auto page = parse_media_page(parse(fmt::format(
            R"({{"data":[{{"id":"1","timestamp":"2026-11-19T18:00:00+0000",{}}}]}})", fields)));
        EXPECT_EQ(page->posts.at(0).media_type, expected) << fields;
    }
}

TEST(InstagramAnswers, the_next_cursor_is_there_only_when_a_next_page_is) {
    struct Row {
        std::string_view paging;
        std::string_view cursor;
        std::string_view reason;
    };
    for (const auto& [paging, cursor, reason] : {
             Row{R"({"cursors":{"after":"A"},"next":"https://g.example/?x"})", "A", "a next page"},
             Row{R"({"cursors":{"after":"A"}})", "", "the last page still has cursors"},
             Row{R"({"next":"https://g.example/m?access_token=t&after=A%3D"})",
                 "A=", "the cursor only in the address"},
             Row{R"({"next":"https://g.example/m"})", "", "no cursor anywhere"},
             Row{R"({"next":null,"cursors":[]})", "", "odd types"},
             Row{R"({})", "", "nothing"},
             Row{R"("text")", "", "no object"},
         }) {
        const auto page =
            parse_media_page(parse(fmt::format(R"({{"data":[],"paging":{}}})", paging)));
        ASSERT_TRUE(page) << reason;
        EXPECT_TRUE(page->posts.empty());
        EXPECT_EQ(page->next_cursor, cursor) << reason;
    }
}

TEST(InstagramAnswers, media_that_cannot_be_placed_are_left_out) {
    const auto page = parse_media_page(parse(R"({"data":[7,null,{"id":"1"},
        {"timestamp":"2026-11-19T18:00:00+0000"},{"id":"2","timestamp":"yesterday"},
        {"id":3,"timestamp":"2026-11-19T18:00:00+0000"}]})"));
    ASSERT_EQ(page->posts.size(), 1U);
    EXPECT_EQ(page->posts[0].external_id, "3");
}

TEST(InstagramAnswers, an_answer_without_a_list_is_no_empty_page) {
    for (const std::string_view body : {"{}", R"({"data":null})", R"({"data":{}})"}) {
        EXPECT_FALSE(parse_media_page(parse(body))) << body;
    }
}

TEST(InstagramAnswers, figures_stand_in_two_places) {
    const auto metrics = parse_post_metrics(parse(R"({"data":[
        {"name":"views","period":"lifetime","values":[{"value":431}]},
        {"name":"reach","total_value":{"value":"300"}},
        {"name":"saved","values":[{"value":0}]},
        {"name":"shares","values":[]},
        {"name":"likes","values":[{"value":null}]},
        {"name":"navigation","total_value":{"value":9}},
        {"values":[{"value":1}]}, 7]})"));
    EXPECT_EQ(metrics.views, 431);
    EXPECT_EQ(metrics.reach, 300);
    EXPECT_EQ(metrics.saves, 0);
    EXPECT_EQ(metrics.shares, std::nullopt);
    EXPECT_EQ(metrics.likes, std::nullopt);
    EXPECT_EQ(metrics.comments, std::nullopt);
}

TEST(InstagramAnswers, a_day_is_the_one_that_ends_with_its_value) {
    const auto body = parse(R"({"data":[{"name":"reach","period":"day","values":[
        {"value":1,"end_time":"2026-11-17T08:00:00+0000"},
        {"value":2,"end_time":"2026-11-18T08:00:00+0000"},
        {"value":3.5,"end_time":"2026-11-19T00:00:00+0000"},
        {"value":4,"end_time":"2026-11-20T08:00:00+0000"},
        {"value":5,"end_time":"2026-11-21T08:00:00+0000"},
        {"value":"none","end_time":"2026-11-18T08:00:00+0000"},
        {"value":6,"end_time":"soon"}, {"value":7}, null]}]})");
    constexpr std::array names{SeriesName{"reach", "people"}};
    const auto days = parse_series(body, names, at("2026-11-17T00:00:00Z"),
                                   at("2026-11-20T00:00:00Z"), at("2026-11-20T07:00:00Z"));
    ASSERT_EQ(days.size(), 2U) << "one before the range, one not over yet, one after the range";
    EXPECT_EQ(days[0].metric_type, "people");
    EXPECT_EQ(days[0].date, "2026-11-17");
    EXPECT_EQ(days[0].value, 2);
    EXPECT_EQ(days[1].date, "2026-11-18");
    EXPECT_EQ(days[1].value, 3.5);
}

TEST(InstagramAnswers, totals_are_of_one_day) {
    const auto totals = parse_totals(parse(R"({"data":[
        {"name":"views","total_value":{"value":20}},
        {"name":"accounts_engaged","total_value":{}},
        {"total_value":{"value":1}}]})"),
                                     "2026-11-19");
    ASSERT_EQ(totals.size(), 1U);
    EXPECT_EQ(totals[0].metric_type, "views");
    EXPECT_EQ(totals[0].date, "2026-11-19");
    EXPECT_EQ(totals[0].value, 20);
}

}  // namespace
}  // namespace rostrum::platforms::meta
