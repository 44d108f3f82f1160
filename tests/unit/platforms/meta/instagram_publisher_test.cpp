#include "unit/platforms/meta/instagram_publisher_test.hpp"

#include "platforms/meta/instagram_rules.hpp"
#include "support/body_source.hpp"

#include <algorithm>
#include <iterator>

namespace rostrum::platforms::meta {
namespace {

constexpr std::string_view upload_uri = "https://rupload.facebook.com/ig-api-upload/v26.0/c1";

TEST_F(InstagramPublisherTest, publishes_a_picture_in_four_steps) {
    auto post = picture();
    post.content.media[0].alt_text = "A loaf";
    make_ready(post);
    EXPECT_EQ(path(0), "https://graph.instagram.com/v26.0/1784/media");
    EXPECT_EQ(parameter(0, "image_url"), "https://files.example/a");
    EXPECT_EQ(parameter(0, "caption"), "Fresh bread");
    EXPECT_EQ(parameter(0, "alt_text"), "A loaf");
    EXPECT_EQ(parameter(0, "access_token"), "the-token");
    EXPECT_EQ(publisher->next_step(post, state).effect, Effect::change);
    client.answer(R"({"id":"m1"})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(2, "creation_id"), "c1");
    client.answer(R"({"id":"m1","permalink":"https://www.instagram.com/p/x/"})");
    const auto last = advance(post);
    ASSERT_TRUE(last && last->data.published);
    EXPECT_EQ(last->data.published->external_id, "m1");
    EXPECT_EQ(last->data.published->permalink, "https://www.instagram.com/p/x/");
}

TEST_F(InstagramPublisherTest, a_carousel_waits_for_each_of_its_files) {
    auto post =
        plan(PostFormat::carousel, {file(MediaKind::image, "a"), file(MediaKind::video, "b")});
    for (const auto* id : {"c1", "c2"}) {
        client.answer(fmt::format(R"({{"id":"{}"}})", id));
        ASSERT_TRUE(advance(post));
    }
    EXPECT_EQ(parameter(0, "is_carousel_item"), "true");
    EXPECT_EQ(parameter(0, "caption"), "");
    EXPECT_EQ(parameter(1, "media_type"), "VIDEO");
    client.answer(status("FINISHED"));
    ASSERT_TRUE(advance(post));
    client.answer(status("IN_PROGRESS"));
    EXPECT_TRUE(advance(post)->data.is_processing);
    client.answer(status("FINISHED"));
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(next(post), "create_carousel");
    client.answer(R"({"id":"p"})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(5, "children"), "c1,c2");
    EXPECT_EQ(parameter(5, "caption"), "Fresh bread");
    EXPECT_EQ(next(post), "poll");
    client.answer(status("FINISHED"));
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(path(6), "https://graph.instagram.com/v26.0/p");
    EXPECT_EQ(next(post), "publish");
}

TEST_F(InstagramPublisherTest, uploads_a_video_where_the_platform_takes_it) {
    use({.uploads_videos = true});
    const auto post = reel();
    client.answer(fmt::format(R"({{"id":"c1","uri":"{}"}})", upload_uri));
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(0, "upload_type"), "resumable");
    EXPECT_EQ(parameter(0, "video_url"), "");
    EXPECT_EQ(next(post), "upload");
    client.answer(R"({"success":true})");
    ASSERT_TRUE(advance(post));
    const auto& sent = client.requests.at(1);
    EXPECT_EQ(sent.url, upload_uri);
    EXPECT_EQ(sent.headers.get("Authorization"), "OAuth the-token");
    EXPECT_EQ(sent.headers.get("offset"), "0");
    EXPECT_EQ(sent.headers.get("file_size"), "5");
    EXPECT_EQ(run(testing::read_all(*sent.body_source)), "bytes");
    EXPECT_EQ(next(post), "poll");
}

TEST_F(InstagramPublisherTest, sends_no_token_to_an_address_elsewhere) {
    use({.uploads_videos = true});
    client.answer(R"({"id":"c1","uri":"https://evil.example/rupload.facebook.com/"})");
    const auto result = advance(reel());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().next, Next::retry_later);
    EXPECT_EQ(client.requests.size(), 1U);
}

TEST_F(InstagramPublisherTest, an_upload_that_is_refused_begins_with_a_new_container) {
    use({.uploads_videos = true});
    const auto post = reel();
    for (int round = 0; round < 3; ++round) {
        client.answer(fmt::format(R"({{"id":"c1","uri":"{}"}})", upload_uri));
        ASSERT_TRUE(advance(post));
        client.answer(
            R"({"debug_info":{"retriable":false,"type":"ProcessingFailedError","message":"m"}})",
            400);
        const auto result = advance(post);
        EXPECT_EQ(result.has_value(), round < 2);
        if (round < 2) EXPECT_EQ(next(post), "create_container");
    }
}

TEST_F(InstagramPublisherTest, what_has_no_address_cannot_be_fetched) {
    auto post = picture();
    post.content.media[0].public_url.clear();
    EXPECT_EQ(advance(post).error().next, Next::misconfigured);
}

TEST_F(InstagramPublisherTest, a_container_that_is_lost_is_made_again) {
    const auto post = picture();
    client.fail(http::TransportFailure::no_answer);
    const auto result = advance(post);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().next, Next::retry_later);
    EXPECT_EQ(client.requests.size(), 1U) << "not repeated by itself: each counts";
    EXPECT_EQ(next(post), "create_container");
}

TEST_F(InstagramPublisherTest, an_error_of_a_container_is_told_in_words) {
    const auto post = reel();
    client.answer(R"({"id":"c1"})");
    ASSERT_TRUE(advance(post));
    client.answer(status("ERROR", "Error: Media upload has failed with error code 2207026"));
    const auto result = advance(post);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().next, Next::rejected);
    EXPECT_EQ(result.error().code, "2207026");
    EXPECT_TRUE(result.error().user_message.starts_with("Instagram does not support this video"));
}

TEST_F(InstagramPublisherTest, what_expires_or_was_not_fetched_begins_anew_twice) {
    const auto post = reel();
    for (int round = 0; round < 3; ++round) {
        client.answer(R"({"id":"c1"})");
        ASSERT_TRUE(advance(post));
        client.answer(round == 0 ? status("EXPIRED")
                                 : status("ERROR", "Error: failed with error code 2207077"));
        const auto result = advance(post);
        ASSERT_EQ(result.has_value(), round < 2);
        if (!result) EXPECT_EQ(result.error().next, Next::rejected);
    }
}

TEST_F(InstagramPublisherTest, asks_once_a_minute_then_rarer_and_gives_up_after_an_hour) {
    const auto post = reel();
    client.answer(R"({"id":"c1"})");
    ASSERT_TRUE(advance(post));
    const Time begin = clock.now();
    int looks = 0;
    while (true) {
        client.answer(status("IN_PROGRESS"));
        const auto result = advance(post);
        ++looks;
        if (!result) {
            EXPECT_EQ(result.error().code, "processing_timeout");
            EXPECT_EQ(result.error().next, Next::rejected);
            break;
        }
        EXPECT_EQ(result->data.wait, clock.now() - begin < minutes{5} ? minutes{1} : minutes{4});
        clock.advance(result->data.wait);
        ASSERT_LT(looks, 100);
    }
    EXPECT_GE(clock.now() - begin, hours{1});
    EXPECT_LT(looks, 25);
}

TEST_F(InstagramPublisherTest, errors_of_publishing_are_told_apart) {
    struct Row {
        int code;
        int subcode;
        Next next;
    };
    for (const auto& [code, subcode, expected] :
         {Row{9, 2207042, Next::rate_limited}, Row{9007, 2207027, Next::retry_later},
          Row{-1, 2207001, Next::ambiguous}, Row{1, 0, Next::ambiguous}, Row{2, 0, Next::ambiguous},
          Row{25, 2207050, Next::rejected}, Row{190, 463, Next::reauthorize},
          Row{10, 0, Next::rejected}, Row{80002, 0, Next::rate_limited}}) {
        SCOPED_TRACE(fmt::format("{}/{}", code, subcode));
        state = {};
        make_ready(picture());
        const auto before = state;
        client.answer(error(code, subcode), 400);
        const auto result = advance(picture());
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().next, expected);
        EXPECT_FALSE(result.error().user_message.empty());
        EXPECT_EQ(state.data, before.data);
    }
}

TEST_F(InstagramPublisherTest, a_missing_permission_ends_the_post_and_not_the_account) {
    use({.scope_publish = "instagram_business_content_publish"});
    for (const int code : {10, 200, 299}) {
        for (const bool is_begun : {false, true}) {
            state = {};
            if (is_begun) make_ready(picture());
            client.answer(error(code), 403);
            const auto result = advance(picture());
            ASSERT_FALSE(result);
            EXPECT_EQ(result.error().next, Next::rejected);
            EXPECT_EQ(result.error().code, "scope_missing");
            EXPECT_TRUE(result.error().user_message.contains("instagram_business_content_publish"));
        }
    }
}

TEST_F(InstagramPublisherTest, a_limit_may_last_for_a_week) {
    auto post = picture();
    post.started_at = clock.now();
    for (int day = 0; day < 7; ++day) {
        make_ready(post);
        client.answer(error(9, 2207042), 400);
        EXPECT_EQ(advance(post).error().next, Next::rate_limited);
        clock.advance(hours{24});
        const auto renewed = advance(post);
        ASSERT_TRUE(renewed) << "day " << day << ": " << renewed.error().code;
        EXPECT_TRUE(renewed->data.leaves_nothing);
        EXPECT_EQ(next(post), "create_container");
    }
    make_ready(post);
    client.answer(R"({"id":"m1"})");
    const auto done = advance(post);
    ASSERT_TRUE(done);
    EXPECT_FALSE(done->data.leaves_nothing);
}

TEST_F(InstagramPublisherTest, tags_count_as_the_platform_counts_them) {
    struct Row {
        std::string text;
        std::string_view code;
    };
    std::string chained;
    std::string spaced;
    std::string names;
    for (int i = 0; i < 31; ++i) {
        chained += fmt::format("#t{}", i);
        spaced += fmt::format("#t{} ", i);
        names += fmt::format("@t{}", i);
    }
    const auto formats = instagram_formats({});
    const PostRules rules{.formats = formats,
                          .hashtags_max = caption_hashtags_max,
                          .mentions_max = caption_mentions_max};
    for (const auto& [text, code] :
         {Row{chained, "too_many_hashtags"}, Row{spaced, "too_many_hashtags"},
          Row{names, "too_many_mentions"}, Row{std::string(31, '#'), ""}}) {
        auto post = picture();
        post.content.text = text;
        auto issues = platforms::check(rules, post.content);
        std::ranges::move(publisher->check(post.content, {}), std::back_inserter(issues));
        std::vector<std::string> codes;
        for (const auto& issue : issues) {
            const bool is_of_tags = issue.code.contains("hashtags") || issue.code.contains("ment");
            if (is_of_tags) codes.push_back(issue.code);
        }
        EXPECT_EQ(codes, code.empty() ? std::vector<std::string>{} : std::vector{std::string(code)})
            << text;
    }
}

TEST_F(InstagramPublisherTest, publishing_has_time) {
    make_ready(picture());
    client.answer(R"({"id":"m1"})");
    ASSERT_TRUE(advance(picture()));
    EXPECT_EQ(client.requests.back().timeout, minutes{2});
}

TEST_F(InstagramPublisherTest, a_post_without_address_is_published_all_the_same) {
    make_ready(picture());
    client.answer(R"({"id":"m1"})");
    ASSERT_TRUE(advance(picture()));
    for (int i = 0; i < 3; ++i) {
        client.answer(error(100, 33), 400);
        const auto result = advance(picture());
        ASSERT_TRUE(result);
        EXPECT_EQ(result->data.published.has_value(), i == 2);
    }
}

TEST_F(InstagramPublisherTest, tells_what_is_left_of_the_day) {
    client.answer(
        R"({"data":[{"quota_usage":48,"config":{"quota_total":50,"quota_duration":86400}}]})");
    const auto options = run(publisher->account_options(access));
    ASSERT_TRUE(options);
    EXPECT_EQ(options->data.at("left"), 2);
    EXPECT_EQ(options->data.at("dailyLimit"), 50);
    EXPECT_TRUE(publisher->check(picture().content, options->data).empty());
    const auto issues = publisher->check(picture().content, {{"left", 0}});
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.front().code, "daily_limit");
}

TEST_F(InstagramPublisherTest, deletes_only_with_the_permission) {
    EXPECT_EQ(run(publisher->remove(access, "m1")).error().next, Next::rejected);
    use({.scope_delete = "instagram_manage_contents"});
    access.scopes = {"instagram_basic"};
    EXPECT_EQ(run(publisher->remove(access, "m1")).error().next, Next::rejected);
    access.scopes.emplace_back("instagram_manage_contents");
    client.answer(R"({"success":true})");
    EXPECT_TRUE(run(publisher->remove(access, "m1")));
    EXPECT_EQ(client.requests.front().method, http::Method::delete_);
    client.answer(error(100, 33), 400);
    EXPECT_EQ(run(publisher->remove(access, "m1")).error().next, Next::not_found);
}

TEST_F(InstagramPublisherTest, says_what_is_not_shown_and_what_is_too_much) {
    auto story = plan(PostFormat::story, {file(MediaKind::image, "a")});
    story.content.link = "https://example.org/";
    story.content.media[0].alt_text = std::string(1'001, 'a');
    story.content.options["collaborators"] = json::array{"a", "b", "c", "d"};
    std::vector<std::string> codes;
    for (const auto& issue : publisher->check(story.content, {})) codes.push_back(issue.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"text_not_shown", "alt_text_too_long",
                                               "too_many_collaborators", "link_not_shown"}));
}

}  // namespace
}  // namespace rostrum::platforms::meta
