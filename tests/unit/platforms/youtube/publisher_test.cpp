#include "unit/platforms/youtube/publisher_test.hpp"

#include "unit/platforms/found_issue.hpp"

#include <algorithm>
#include <array>

namespace rostrum::platforms::youtube {
namespace {

TEST_F(YouTubePublisherTest, begins_a_session_with_all_that_is_told_of_the_video) {
    auto post = plan();
    post.content.options = json::parse(R"({"privacyStatus":"unlisted","madeForKids":true,
        "containsSyntheticMedia":true,"tags":["bread","foo bar"],"categoryId":"26",
        "notifySubscribers":false,"defaultLanguage":"en"})")
                               .as_object();
    EXPECT_EQ(publisher.next_step(post, {}).name, "start_upload");
    EXPECT_EQ(publisher.next_step(post, {}).effect, Effect::none);
    answer_session();
    const auto next = advance(post, {});
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_EQ(path(0), "https://www.googleapis.com/upload/youtube/v3/videos");
    const auto& url = client.requests[0].url;
    EXPECT_NE(url.find("uploadType=resumable"), std::string::npos);
    EXPECT_NE(url.find("notifySubscribers=false"), std::string::npos);
    EXPECT_EQ(header(0, "X-Upload-Content-Length"), "1000");
    EXPECT_EQ(header(0, "X-Upload-Content-Type"), "video/mp4");
    EXPECT_EQ(authorization(0), "Bearer ya29.1");
    EXPECT_EQ(parse_json(client.requests[0].body).value(), json::parse(R"({"snippet":{
        "title":"Bread","description":"A loaf","tags":["bread","foo bar"],"categoryId":"26",
        "defaultLanguage":"en"},"status":{"privacyStatus":"unlisted",
        "selfDeclaredMadeForKids":true,"containsSyntheticMedia":true,"license":"youtube",
        "embeddable":true,"publicStatsViewable":true}})"));
}

TEST_F(YouTubePublisherTest, a_session_that_did_not_begin_is_asked_for_later_and_not_at_once) {
    client.fail(http::TransportFailure::no_answer);
    const auto lost = advance(plan(), {});
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().next, Next::retry_later);
    EXPECT_EQ(client.requests.size(), 1U) << "each costs one of the day's uploads";
}

TEST_F(YouTubePublisherTest, a_session_elsewhere_is_not_sent_to) {
    for (const std::string_view url :
         {"https://evil.example/upload", "http://www.googleapis.com/upload",
          "https://www.googleapis.com.evil.example/", "https://a@evil.example/.googleapis.com"}) {
        client.answer("", 200, {{"Location", std::string(url)}});
        const auto next = advance(plan(), {});
        ASSERT_FALSE(next) << url;
        EXPECT_EQ(next.error().code, "malformed");
    }
    client.answer("{}");
    EXPECT_FALSE(advance(plan(), {}));
}

TEST_F(YouTubePublisherTest, sends_the_file_in_parts) {
    const auto post = plan(2 * part_bytes + 7);
    auto state = begun(post);
    EXPECT_EQ(publisher.next_step(post, state).name, "upload");
    EXPECT_EQ(publisher.next_step(post, state).effect, Effect::change);
    answer_more("bytes=0-16777215");
    const auto first = advance(post, state);
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->data.leaves_nothing) << "without the last part there is no video";
    state = first->data.state;
    EXPECT_EQ(client.requests[1].url, session);
    EXPECT_EQ(client.requests[1].method, http::Method::put);
    EXPECT_EQ(header(1, "Content-Range"), "bytes 0-16777215/33554439");
    EXPECT_EQ(std::get<std::string>(*client.requests[1].body_source), "0+16777216");
    answer_more("bytes=0-33554431");
    state = advance(post, state)->data.state;
    answer_video();
    const auto last = advance(post, state);
    ASSERT_TRUE(last);
    EXPECT_EQ(header(3, "Content-Range"), "bytes 33554432-33554438/33554439");
    EXPECT_TRUE(last->data.is_processing);
    EXPECT_FALSE(last->data.leaves_nothing);
    EXPECT_FALSE(last->data.published);
    EXPECT_EQ(publisher.next_step(post, last->data.state).name, "poll");
}

TEST_F(YouTubePublisherTest, goes_on_where_the_session_says_it_is) {
    const auto post = plan(part_bytes + 7);
    auto state = begun(post);
    answer_more("bytes=0-262143");
    state = advance(post, state)->data.state;
    answer_more("bytes=0-16777215");
    state = advance(post, state)->data.state;
    EXPECT_EQ(header(2, "Content-Range"), "bytes 262144-16777222/16777223");
}

TEST_F(YouTubePublisherTest, an_upload_that_never_moves_ends) {
    const auto post = plan();
    auto state = begun(post);
    for (int i = 0; i < 20; ++i) {
        answer_more("");
        const auto next = advance(post, state);
        if (!next) {
            EXPECT_EQ(next.error().code, "upload_stalled");
            EXPECT_EQ(next.error().next, Next::rejected);
            return;
        }
        EXPECT_GT(next->data.wait, 0s);
        state = next->data.state;
    }
    FAIL() << "it goes on for ever";
}

TEST_F(YouTubePublisherTest, a_forgotten_session_begins_anew_a_few_times) {
    auto post = plan();
    PublishState state;
    for (int i = 0; i < 4; ++i) {
        answer_session();
        state = advance(post, state)->data.state;
        client.answer("Not Found", 404);
        const auto forgotten = advance(post, state);
        ASSERT_TRUE(forgotten);
        EXPECT_TRUE(forgotten->data.leaves_nothing);
        state = forgotten->data.state;
        EXPECT_EQ(publisher.next_step(post, state).name, "start_upload");
    }
    const auto next = advance(post, state);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().next, Next::rejected);
    post.started_at += 1h;
    answer_session();
    EXPECT_TRUE(advance(post, state)) << "when somebody tries it again";
}

TEST_F(YouTubePublisherTest, a_missing_permission_ends_the_post_and_not_the_account) {
    client.answer(R"({"error":{"code":403,"errors":[{"reason":"insufficientPermissions"}]}})", 403);
    const auto told = advance(plan(), {});
    const auto known = run(publisher.advance(access({std::string(scope_readonly)}), plan(), {}));
    for (const auto& out : {told, known}) {
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().next, Next::rejected);
        EXPECT_EQ(out.error().code, "scope_missing");
        EXPECT_TRUE(out.error().user_message.contains("youtube.upload"));
    }
    EXPECT_EQ(client.requests.size(), 1U) << "what is known is not asked";
}

// ---- processing

TEST_F(YouTubePublisherTest, waits_until_it_is_processed) {
    const auto post = plan();
    auto state = uploaded(post);
    std::chrono::seconds last{0};
    for (int i = 0; i < 8; ++i) {
        answer_status(R"({"uploadStatus":"uploaded","privacyStatus":"public"})");
        const auto next = advance(post, state);
        ASSERT_TRUE(next);
        EXPECT_TRUE(next->data.is_processing);
        EXPECT_GE(next->data.wait, last);
        EXPECT_LE(next->data.wait, 300s);
        last = next->data.wait;
        state = next->data.state;
    }
    EXPECT_EQ(parameter(2, "part"), "status,processingDetails");
    answer_status(R"({"uploadStatus":"processed","privacyStatus":"private"})");
    const auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.published->external_id, "vvvvvvvvvvv");
    EXPECT_EQ(end->data.published->permalink, "https://www.youtube.com/watch?v=vvvvvvvvvvv");
    EXPECT_EQ(end->data.note, "YouTube made the video private instead of public");
}

TEST_F(YouTubePublisherTest, a_short_has_an_address_of_its_own) {
    auto post = plan();
    post.content.format = PostFormat::reel;
    const auto state = uploaded(post);
    answer_status(R"({"uploadStatus":"processed","privacyStatus":"public"})");
    const auto end = advance(post, state);
    EXPECT_EQ(end->data.published->permalink, "https://www.youtube.com/shorts/vvvvvvvvvvv");
    EXPECT_EQ(end->data.note, "");
}

TEST_F(YouTubePublisherTest, says_why_a_video_was_not_taken) {
    struct Row {
        std::string_view status;
        std::string_view code;
    };
    constexpr std::array rows{
        Row{R"({"uploadStatus":"failed","failureReason":"codec"})", "codec"},
        Row{R"({"uploadStatus":"rejected","rejectionReason":"duplicate"})", "duplicate"},
        Row{R"({"uploadStatus":"failed"})", "processing_failed"},
        Row{R"({"uploadStatus":"rejected","rejectionReason":"newReason"})", "newReason"},
        Row{R"({"uploadStatus":"deleted"})", "deleted"},
    };
    for (const auto& row : rows) {
        const auto post = plan();
        const auto state = uploaded(post);
        answer_status(row.status);
        const auto end = advance(post, state);
        ASSERT_FALSE(end) << row.code;
        EXPECT_EQ(end.error().next, Next::rejected);
        EXPECT_EQ(end.error().code, row.code);
        EXPECT_FALSE(end.error().user_message.empty());
    }
}

TEST_F(YouTubePublisherTest, a_video_that_is_not_listed_yet_is_waited_for) {
    const auto post = plan();
    const auto state = uploaded(post);
    client.answer(R"({"kind":"youtube#videoListResponse"})");
    EXPECT_TRUE(advance(post, state)->data.is_processing);
    clock.advance(11min);
    client.answer(R"({"kind":"youtube#videoListResponse","items":[]})");
    const auto gone = advance(post, state);
    EXPECT_EQ(gone.error().code, "video_gone");
    EXPECT_TRUE(gone.error().nothing_live);
}

TEST_F(YouTubePublisherTest, after_a_day_it_is_not_uploaded_again) {
    const auto post = plan();
    const auto state = uploaded(post);
    clock.advance(24h);
    answer_status(R"({"uploadStatus":"uploaded","privacyStatus":"public"})");
    const auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.note, "YouTube is still processing the video");
}

TEST_F(YouTubePublisherTest, sets_the_thumbnail_last_and_lives_without) {
    auto post = plan();
    post.content.media.push_back(
        {.id = "m2",
         .kind = MediaKind::image,
         .mime = "image/png",
         .bytes = 10,
         .range = [](std::uint64_t, std::uint64_t) -> http::BodySource { return "png"; }});
    auto state = uploaded(post);
    answer_status(R"({"uploadStatus":"processed","privacyStatus":"public"})");
    const auto next = advance(post, state);
    ASSERT_TRUE(next && !next->data.published);
    state = next->data.state;
    EXPECT_EQ(publisher.next_step(post, state).name, "thumbnail");
    client.answer(R"({"kind":"youtube#thumbnailSetResponse"})");
    auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(client.requests.back().url,
              "https://www.googleapis.com/upload/youtube/v3/thumbnails/set?videoId=vvvvvvvvvvv");
    EXPECT_EQ(header(client.requests.size() - 1, "Content-Type"), "image/png");
    client.answer(R"({"error":{"code":403,"errors":[{"reason":"forbidden"}]}})", 403);
    end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.note, "YouTube did not take the thumbnail (forbidden)");
}

// ---- the rest

TEST_F(YouTubePublisherTest, deletes_where_that_was_granted) {
    client.answer("", 204);
    EXPECT_TRUE(run(publisher.remove(may_all(), "v1")));
    EXPECT_EQ(client.requests[0].url, "https://www.googleapis.com/youtube/v3/videos?id=v1");
    EXPECT_EQ(client.requests[0].method, http::Method::delete_);
    client.answer(R"({"error":{"code":404,"errors":[{"reason":"videoNotFound"}]}})", 404);
    EXPECT_EQ(run(publisher.remove(may_all(), "v1")).error().next, Next::not_found);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(run(publisher.remove(may_all(), "v1")).error().next, Next::ambiguous);
    const auto refused = run(publisher.remove(access(), "v1"));
    EXPECT_EQ(refused.error().next, Next::rejected);
    EXPECT_EQ(client.requests.size(), 3U);
    EXPECT_TRUE(publisher.refuses_remove(access())) << "known before anything else is deleted";
    EXPECT_FALSE(publisher.refuses_remove(may_all()));
}

TEST_F(YouTubePublisherTest, tells_whether_videos_may_be_long) {
    client.answer(
        R"({"kind":"k","items":[{"id":"UC1","status":{"longUploadsStatus":"eligible"}}]})");
    const auto options = run(publisher.account_options(may_all()));
    ASSERT_TRUE(options);
    auto content = plan().content;
    content.media[0].duration_ms = 16 * 60'000;
    const auto issues = publisher.check(content, options->data);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, "media_duration");
    EXPECT_TRUE(publisher.check(content, {}).empty()) << "nothing is known of the account";
    content.media[0].duration_ms = 15 * 60'000;
    EXPECT_TRUE(publisher.check(content, options->data).empty());
}

TEST_F(YouTubePublisherTest, checks_what_is_no_data) {
    auto content = plan().content;
    content.title = "a < b";
    content.text = "b > a";
    content.options["tags"] = json::array{"<x>"};
    content.media.clear();
    const auto issues = publisher.check(content, {});
    ASSERT_EQ(issues.size(), 4U);
    EXPECT_EQ(issues[0].field, "title");
    EXPECT_EQ(issues[1].field, "content");
    EXPECT_EQ(issues[2].field, "options.tags");
    EXPECT_EQ(numbers_of(issues, "media_count"), Numbers(1, 0));
}

TEST_F(YouTubePublisherTest, counts_tags_as_youtube_does) {
    const json::value spaced = json::array{"Foo Baz"};
    EXPECT_EQ(length_of_tags(&spaced), 9U);
    const json::value two = json::array{"a", "b"};
    EXPECT_EQ(length_of_tags(&two), 3U);
    auto content = plan().content;
    content.options["tags"] = json::array{std::string(500, 'x')};
    EXPECT_TRUE(publisher.check(content, {}).empty());
    content.options["tags"] = json::array{std::string(499, 'x'), "y"};
    const auto issues = publisher.check(content, {});
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, "tags_too_long");
    EXPECT_EQ(issues[0].actual, 501);
}

}  // namespace
}  // namespace rostrum::platforms::youtube
