#include "platforms/facebook/publisher.hpp"

#include "platforms/facebook/rules.hpp"
#include "platforms/meta/dialect.hpp"
#include "support/body_source.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace rostrum::platforms::facebook {
namespace {

using std::chrono::minutes;

constexpr std::string_view upload_url = "https://rupload.facebook.com/video-upload/v26.0/v1";

std::string error(int code, int subcode = 0) {
    return fmt::format(R"({{"error":{{"message":"m","code":{},"error_subcode":{}}}}})", code,
                       subcode);
}
std::string status(std::string_view video, std::string_view processing = "not_started",
                   std::int64_t bytes = 0) {
    return fmt::format(R"({{"status":{{"video_status":"{}",
        "uploading_phase":{{"status":"in_progress","bytes_transfered":{}}},
        "processing_phase":{{"status":"{}"}},"publishing_phase":{{"status":"not_started"}}}}}})",
                       video, bytes, processing);
}

class PagePublisherTest : public PlatformTest {
protected:
    static constexpr std::uint64_t video_size = 10 * std::uint64_t{1024} * 1024;

    static MediaFile file(MediaKind kind) {
        MediaFile out;
        out.kind = kind;
        out.mime = kind == MediaKind::video ? "video/mp4" : "image/jpeg";
        out.bytes = kind == MediaKind::video ? video_size : 5;
        out.range = [](std::uint64_t, std::uint64_t length) {
            return http::BodySource(std::string(length, 'x'));
        };
        return out;
    }
    PublishPlan plan(PostFormat format, std::vector<MediaFile> media = {}) {
        PublishPlan out;
        out.content.format = format;
        out.content.text = "Fresh bread";
        out.content.media = std::move(media);
        out.started_at = clock.now();
        return out;
    }
    PublishPlan video(PostFormat format) { return plan(format, {file(MediaKind::video)}); }

    Outcome<Advanced> advance(const PublishPlan& plan) {
        auto result = run(publisher.advance(access, plan, state));
        if (result) state = result->data.state;
        return result;
    }
    std::string_view next(const PublishPlan& plan) { return publisher.next_step(plan, state).name; }
    Outcome<Reconciled> reconcile(const PublishPlan& plan) {
        return run(publisher.reconcile(access, plan, state, sent_at));
    }

    PlatformCall call{meta::dialect("facebook", "Facebook"), "", parts()};
    meta::Graph graph{call, "https://graph.facebook.com/v26.0", Secret("app-secret")};
    PagePublisher publisher{graph, clock};
    Access access{.token = Secret("page-token"), .external_id = "106", .scopes = {}};
    PublishState state;
    Time sent_at = clock.now();
};

TEST_F(PagePublisherTest, publishes_a_link_and_tells_its_address) {
    auto post = plan(PostFormat::link);
    post.content.link = "https://example.org/";
    EXPECT_EQ(publisher.next_step(post, state).effect, Effect::change);
    client.answer(R"({"id":"106_9"})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/106/feed");
    EXPECT_EQ(parameter(0, "message"), "Fresh bread");
    EXPECT_EQ(parameter(0, "link"), "https://example.org/");
    EXPECT_FALSE(parameter(0, "appsecret_proof").empty());
    client.answer(R"({"permalink_url":"/106/posts/9"})");
    const auto last = advance(post);
    ASSERT_TRUE(last && last->data.published);
    EXPECT_EQ(last->data.published->external_id, "106_9");
    EXPECT_EQ(last->data.published->permalink, "https://www.facebook.com/106/posts/9");
}

TEST_F(PagePublisherTest, pictures_are_uploaded_unseen_and_published_together) {
    auto post = plan(PostFormat::carousel, {file(MediaKind::image), file(MediaKind::image)});
    post.content.media[1].alt_text = "A loaf";
    for (const auto* id : {"1", "2"}) {
        EXPECT_EQ(next(post), "upload_photo");
        client.answer(fmt::format(R"({{"id":"{}"}})", id));
        ASSERT_TRUE(advance(post));
    }
    const auto& sent = client.requests.at(1);
    EXPECT_TRUE(sent.url.contains("published=false")) << sent.url;
    EXPECT_TRUE(sent.url.contains("alt_text_custom=A%20loaf"));
    EXPECT_TRUE(sent.headers.get("Content-Type").starts_with("multipart/form-data; boundary="));
    const auto body = run(testing::read_all(*sent.body_source));
    EXPECT_TRUE(body.contains("name=\"source\""));
    EXPECT_TRUE(body.contains("\r\n\r\nxxxxx\r\n--"));
    client.answer(R"({"id":"106_9"})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(2, "attached_media[1]"), R"({"media_fbid":"2"})");
}

TEST_F(PagePublisherTest, a_video_goes_in_the_chunks_that_are_wanted) {
    const auto post = video(PostFormat::video);
    client.answer(
        R"({"upload_session_id":"s","video_id":"v1","start_offset":"0","end_offset":"4194304"})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(0, "file_size"), std::to_string(video_size));
    client.answer(R"({"start_offset":"4194304","end_offset":"10485760"})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(next(post), "upload");
    client.answer(R"({"start_offset":"10485760","end_offset":"10485760"})");
    ASSERT_TRUE(advance(post));
    EXPECT_TRUE(client.requests.at(2).url.contains("start_offset=4194304"));
    EXPECT_EQ(next(post), "publish");
    client.answer(R"({"success":true})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(3, "upload_phase"), "finish");
    EXPECT_EQ(parameter(3, "description"), "Fresh bread");
    client.answer(status("processing", "in_progress"));
    EXPECT_TRUE(advance(post)->data.is_processing);
    client.answer(status("ready", "complete"));
    ASSERT_TRUE(advance(post));
    client.answer(R"({"permalink_url":"/x","post_id":"9"})");
    EXPECT_EQ(advance(post)->data.published->external_id, "106_9");
}

TEST_F(PagePublisherTest, a_chunk_whose_answer_was_lost_is_not_sent_twice) {
    const auto post = video(PostFormat::video);
    client.answer(
        R"({"upload_session_id":"s","video_id":"v1","start_offset":"0","end_offset":"4194304"})");
    ASSERT_TRUE(advance(post));
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(advance(post).error().next, Next::retry_later);
    client.answer(error(6001, 1363037), 400);
    client.answer(status("uploading", "not_started", 4'194'304));
    ASSERT_TRUE(advance(post));
    client.answer(R"({"start_offset":"10485760","end_offset":"10485760"})");
    ASSERT_TRUE(advance(post));
    EXPECT_TRUE(client.requests.back().url.contains("start_offset=4194304"));
}

TEST_F(PagePublisherTest, a_session_that_has_expired_fails) {
    const auto post = video(PostFormat::video);
    client.answer(
        R"({"upload_session_id":"s","video_id":"v1","start_offset":"0","end_offset":"4194304"})");
    ASSERT_TRUE(advance(post));
    client.answer(error(6001), 400);
    client.answer(status("expired"));
    EXPECT_EQ(advance(post).error().next, Next::rejected);
}

TEST_F(PagePublisherTest, a_reel_goes_on_where_the_upload_host_stands) {
    const auto post = video(PostFormat::reel);
    client.answer(fmt::format(R"({{"video_id":"v1","upload_url":"{}"}})", upload_url));
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(path(0), "https://graph.facebook.com/v26.0/106/video_reels");
    client.answer(status("uploading", "not_started", 1'000));
    client.answer(R"({"success":true})");
    ASSERT_TRUE(advance(post));
    const auto& sent = client.requests.at(2);
    EXPECT_EQ(sent.url, upload_url);
    EXPECT_EQ(sent.headers.get("offset"), "1000");
    EXPECT_EQ(sent.headers.get("file_size"), std::to_string(video_size));
    EXPECT_EQ(http::size_of(*sent.body_source), video_size - 1'000);
    client.answer(R"({"success":true})");
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(parameter(3, "video_state"), "PUBLISHED");
    EXPECT_EQ(next(post), "poll");
}

TEST_F(PagePublisherTest, sends_no_token_to_an_address_elsewhere) {
    client.answer(R"({"video_id":"v1","upload_url":"https://evil.example/v1"})");
    EXPECT_FALSE(advance(video(PostFormat::reel)));
}

TEST_F(PagePublisherTest, errors_of_publishing_are_told_apart) {
    struct Row {
        int code;
        int subcode;
        Next next;
    };
    for (const auto& [code, subcode, expected] :
         {Row{368, 1390008, Next::rate_limited}, Row{368, 0, Next::rejected},
          Row{100, 1609008, Next::rejected}, Row{200, 1404078, Next::rejected},
          Row{200, 0, Next::rejected}, Row{1, 0, Next::ambiguous}, Row{2, 0, Next::ambiguous},
          Row{613, 0, Next::rate_limited}, Row{190, 492, Next::reauthorize},
          Row{1, 1363047, Next::ambiguous}}) {
        SCOPED_TRACE(fmt::format("{}/{}", code, subcode));
        client.answer(error(code, subcode), 400);
        EXPECT_EQ(advance(plan(PostFormat::text)).error().next, expected);
    }
}

TEST_F(PagePublisherTest, a_missing_permission_ends_the_post_and_not_the_account) {
    for (const int code : {10, 200}) {
        client.answer(error(code), 403);
        const auto out = advance(plan(PostFormat::text));
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().next, Next::rejected);
        EXPECT_EQ(out.error().code, "scope_missing");
        EXPECT_TRUE(out.error().user_message.contains("pages_manage_posts"));
    }
}

TEST_F(PagePublisherTest, a_post_that_is_there_already_may_be_our_own) {
    client.answer(error(506, 1455006), 400);
    client.answer(R"({"data":[]})");
    EXPECT_EQ(advance(plan(PostFormat::text)).error().next, Next::rejected);
    client.answer(error(506, 1455006), 400);
    client.answer(
        fmt::format(R"({{"data":[{{"id":"106_9","message":"Fresh bread","created_time":"{}"}}]}})",
                    to_rfc3339(clock.now())));
    const auto found = advance(plan(PostFormat::text));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.published->external_id, "106_9");
}

TEST_F(PagePublisherTest, a_lost_post_is_looked_for_in_the_list) {
    const auto post = plan(PostFormat::text);
    const std::string list = fmt::format(
        R"({{"data":[{{"id":"106_8","message":"Cake","created_time":"{0}"}},
            {{"id":"106_9","message":"Fresh bread","created_time":"{0}","permalink_url":"u"}}]}})",
        to_rfc3339(clock.now()));
    client.answer(R"({"data":[]})");
    const auto early = reconcile(post);
    ASSERT_TRUE(early);
    EXPECT_EQ(early->data.finding, Finding::unknown);
    EXPECT_TRUE(early->data.look_again);
    client.answer(list);
    const auto found = reconcile(post);
    ASSERT_EQ(found->data.finding, Finding::done);
    EXPECT_EQ(found->data.advanced->published->external_id, "106_9");
    clock.advance(minutes{3});
    client.answer(R"({"data":[]})");
    EXPECT_EQ(reconcile(post)->data.finding, Finding::not_done);
}

TEST_F(PagePublisherTest, a_link_is_found_whatever_it_leads_to) {
    auto post = plan(PostFormat::link);
    post.content.text = "Fresh\r\nbread";
    for (const auto* what : {R"("attachments":{"data":[{"media_type":"video"}]})",
                             R"("full_picture":"https://p","attachments":{"data":[{}]})"}) {
        client.answer(fmt::format(R"({{"data":[{{"id":"106_9","message":"Fresh\nbread",
            "created_time":"{}",{}}}]}})",
                                  to_rfc3339(clock.now()), what));
        EXPECT_EQ(reconcile(post)->data.finding, Finding::done) << what;
    }
}

TEST_F(PagePublisherTest, a_file_that_cannot_be_read_waits) {
    for (const auto kind : {MediaKind::image, MediaKind::video}) {
        auto post = kind == MediaKind::image ? plan(PostFormat::image, {file(kind)})
                                             : video(PostFormat::video);
        post.content.media[0].range = [](std::uint64_t, std::uint64_t) -> http::BodySource {
            throw std::runtime_error("the disk is away");
        };
        state = {};
        if (kind == MediaKind::video) state.data = {{"video", "v1"}, {"session", "s1"}};
        const auto out = advance(post);
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().next, Next::retry_later);
        EXPECT_EQ(out.error().code, "media_unreadable");
    }
}

TEST_F(PagePublisherTest, a_lost_end_of_a_video_shows_in_its_status) {
    const auto post = video(PostFormat::reel);
    state.data["video"] = "v1";
    clock.advance(minutes{3});
    client.answer(status("upload_complete"));
    EXPECT_EQ(reconcile(post)->data.finding, Finding::not_done);
    client.answer(status("processing", "in_progress"));
    const auto found = reconcile(post);
    ASSERT_EQ(found->data.finding, Finding::done);
    state = found->data.advanced->state;
    EXPECT_EQ(next(post), "poll");
}

TEST_F(PagePublisherTest, a_lost_story_is_found_by_its_picture) {
    const auto post = plan(PostFormat::story, {file(MediaKind::image)});
    state.data["photos"] = json::array{"77"};
    client.answer(R"({"data":[{"post_id":"9","media_id":"77","url":"https://u"}]})");
    const auto found = reconcile(post);
    ASSERT_EQ(found->data.finding, Finding::done);
    EXPECT_EQ(found->data.advanced->published->external_id, "106_9");
}

TEST_F(PagePublisherTest, a_video_that_fails_or_never_gets_done_is_an_error) {
    const auto post = video(PostFormat::reel);
    state.data = {{"video", "v1"}, {"uploaded", 1}, {"finished", 1}};
    client.answer(status("error", "error"));
    EXPECT_EQ(advance(post).error().next, Next::rejected);
    client.answer(status("processing", "in_progress"));
    ASSERT_TRUE(advance(post));
    clock.advance(minutes{60});
    client.answer(status("processing", "in_progress"));
    EXPECT_EQ(advance(post).error().code, "processing_timeout");
    auto again = post;
    again.started_at = clock.now();
    client.answer(status("processing", "in_progress"));
    const auto anew = advance(again);
    ASSERT_TRUE(anew) << "somebody has looked, and wants it once more";
    EXPECT_TRUE(anew->data.nothing_live);
    EXPECT_EQ(next(again), "start_upload");
}

TEST_F(PagePublisherTest, deletes) {
    client.answer(R"({"success":true})");
    EXPECT_TRUE(run(publisher.remove(access, "106_9")));
    EXPECT_TRUE(client.requests.front().url.starts_with("https://graph.facebook.com/v26.0/106_9?"));
    client.answer(error(100, 33), 400);
    EXPECT_EQ(run(publisher.remove(access, "106_9")).error().next, Next::not_found);
}

TEST_F(PagePublisherTest, says_what_facebook_would_not_take) {
    auto post = plan(PostFormat::link);
    post.content.link = "https://www.facebook.com/somebody";
    ASSERT_EQ(check_post(post.content).size(), 1U);
    EXPECT_EQ(check_post(post.content).front().code, "link_to_platform");
    post.content.format = PostFormat::story;
    EXPECT_EQ(check_post(post.content).size(), 2U);
}

}  // namespace
}  // namespace rostrum::platforms::facebook
