#include "unit/platforms/x/publisher_test.hpp"

#include "platforms/x/publish_data.hpp"
#include "unit/platforms/found_issue.hpp"

#include <algorithm>
#include <stdexcept>

namespace rostrum::platforms::x {
namespace {

TEST_F(XPublisherTest, posts_a_text_with_its_options) {
    auto content = text_post("Hello");
    content.link = "https://example.org/a";
    content.options = {{"replySettings", "following"},
                       {"madeWithAi", true},
                       {"pollOptions", {"a", "b"}},
                       {"communityId", "9"}};
    const auto it = plan(content);
    const auto step = publisher.next_step(it, {});
    EXPECT_EQ(step.name, "publish");
    EXPECT_EQ(step.effect, Effect::change);
    client.answer(R"({"data":{"id":"100","text":"Hello https://t.co/x"}})", 201);
    const auto out = advance(it, {});
    ASSERT_TRUE(out) << out.error().message;
    ASSERT_TRUE(out->data.published);
    EXPECT_EQ(out->data.published->external_id, "100");
    EXPECT_EQ(out->data.published->permalink, "https://x.com/ada/status/100");
    EXPECT_EQ(path(0), "https://api.x.com/2/tweets");
    EXPECT_EQ(body(0), parse_json(R"({"text":"Hello\nhttps://example.org/a",
        "poll":{"options":["a","b"],"duration_minutes":1440},"community_id":"9",
        "reply_settings":"following","made_with_ai":true})")
                           .value());
}

TEST_F(XPublisherTest, uploads_in_segments_and_waits_until_the_file_is_ready) {
    const auto it = plan(video_post(1'500'000));
    EXPECT_EQ(publisher.next_step(it, {}).name, "begin_upload");
    EXPECT_EQ(publisher.next_step(it, {}).effect, Effect::none);
    auto state = begun(it);
    EXPECT_EQ(body(0), parse_json(R"({"media_type":"video/mp4","total_bytes":1500000,
        "media_category":"tweet_video"})")
                           .value());
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(publisher.next_step(it, state).name, "upload");
        client.answer("", 204);
        const auto out = advance(it, state);
        ASSERT_TRUE(out) << out.error().message;
        state = out->data.state;
        if (i == 1) EXPECT_EQ(out->data.note, "1.5 of 1.5 MB uploaded");
    }
    EXPECT_EQ(path(2), "https://api.x.com/2/media/upload/55/append");
    const auto form = std::get<std::string>(*client.requests[2].body_source);
    EXPECT_TRUE(form.contains("name=\"segment_index\"\r\n\r\n1\r\n")) << form.substr(0, 300);
    EXPECT_EQ(std::ranges::count(form, 'v'), 1'500'000 - 1'048'576);

    EXPECT_EQ(publisher.next_step(it, state).name, "finish_upload");
    client.answer(R"({"data":{"id":"55","expires_after_secs":86400,
        "processing_info":{"state":"pending","check_after_secs":7}}})");
    auto out = advance(it, state);
    ASSERT_TRUE(out);
    EXPECT_TRUE(out->data.is_processing);
    EXPECT_EQ(out->data.wait, 7s);
    state = out->data.state;
    EXPECT_EQ(publisher.next_step(it, state).name, "poll");
    client.answer(R"({"data":{"id":"55","processing_info":{"state":"succeeded"}}})");
    out = advance(it, state);
    ASSERT_TRUE(out);
    EXPECT_EQ(parameter(4, "command"), "STATUS");
    EXPECT_FALSE(out->data.is_processing);
    EXPECT_EQ(publisher.next_step(it, out->data.state).name, "publish");
}

TEST_F(XPublisherTest, a_file_that_cannot_be_processed_fails) {
    const auto it = plan(video_post(1'000));
    const auto state = appended(it);
    client.answer(R"({"data":{"id":"55","processing_info":{"state":"failed",
        "error":{"message":"unsupported codec"}}}})");
    const auto out = advance(it, state);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().next, Next::rejected);
    EXPECT_EQ(out.error().code, "processing_failed");
    EXPECT_TRUE(out.error().user_message.contains("unsupported codec"));
}

TEST_F(XPublisherTest, processing_is_not_waited_for_without_end) {
    const auto it = plan(video_post(1'000));
    auto state = appended(it);
    const auto answer = R"({"data":{"id":"55","processing_info":{"state":"in_progress"}}})";
    client.answer(answer);
    state = advance(it, state)->data.state;
    clock.advance(29min);
    client.answer(answer);
    state = advance(it, state)->data.state;
    clock.advance(2min);
    client.answer(answer);
    const auto out = advance(it, state);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, "processing_timeout");
}

TEST_F(XPublisherTest, a_segment_that_is_too_large_is_made_smaller_until_it_fits) {
    const auto it = plan(video_post(1'000'000));
    auto state = begun(it);
    for (const std::uint64_t size : {524'288, 262'144, 131'072}) {
        client.answer("<html>too large</html>", 413);
        auto out = advance(it, state);
        ASSERT_TRUE(out) << out.error().message;
        client.answer(R"({"data":{"id":"56"}})");
        out = advance(it, out->data.state);
        ASSERT_TRUE(out);
        state = out->data.state;
        EXPECT_EQ(read_publish_data(state.data).uploads.at(0).chunk, size);
    }
    client.answer("<html>too large</html>", 413);
    EXPECT_FALSE(advance(it, state)) << "there is an end to it";
}

TEST_F(XPublisherTest, segments_are_never_smaller_than_their_numbers_allow) {
    const auto it = plan(video_post(3'000'000'000));
    const auto state = begun(it);
    EXPECT_EQ(read_publish_data(state.data).uploads.at(0).chunk, 3'000'000U);
    client.answer("<html>too large</html>", 413);
    const auto out = advance(it, state);
    ASSERT_FALSE(out) << "it would begin again for ever";
    EXPECT_EQ(out.error().next, Next::rejected);
    EXPECT_TRUE(out.error().user_message.contains("too large for the segments"));
}

TEST_F(XPublisherTest, files_need_their_permission) {
    auto poor = access();
    poor.scopes = {"tweet.write"};
    const auto out = run(publisher.advance(poor, plan(video_post(1'000)), {}));
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, "scope_missing");
    EXPECT_TRUE(out.error().user_message.contains("media.write")) << out.error().user_message;
}

TEST_F(XPublisherTest, posts_need_theirs) {
    auto reading = access();
    reading.scopes = {"tweet.read", "media.write"};
    for (const auto& content : {text_post("t"), video_post(1'000)}) {
        const auto out = run(publisher.advance(reading, plan(content), {}));
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().next, Next::rejected);
        EXPECT_EQ(out.error().code, "scope_missing");
        EXPECT_TRUE(out.error().user_message.contains("tweet.write")) << out.error().user_message;
    }
    EXPECT_TRUE(client.requests.empty());
}

TEST_F(XPublisherTest, an_upload_that_is_lost_begins_again_twice) {
    const auto it = plan(video_post(1'000));
    PublishState state;
    const auto lost =
        R"({"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request"})";
    for (int i = 0; i < 2; ++i) {
        client.answer(R"({"data":{"id":"55"}})");
        state = advance(it, state)->data.state;
        client.answer(lost, 400);
        const auto out = advance(it, state);
        ASSERT_TRUE(out) << out.error().message;
        state = out->data.state;
        EXPECT_EQ(publisher.next_step(it, state).name, "begin_upload");
    }
    client.answer(R"({"data":{"id":"55"}})");
    state = advance(it, state)->data.state;
    client.answer(lost, 400);
    EXPECT_FALSE(advance(it, state));
}

TEST_F(XPublisherTest, a_finish_that_was_lost_is_asked_about) {
    const auto it = plan(video_post(1'000));
    const auto state = appended(it);
    client.answer(R"({"title":"x","type":"https://api.x.com/2/problems/invalid-request"})", 400);
    client.answer(R"({"data":{"id":"55","processing_info":{"state":"succeeded"}}})");
    const auto out = advance(it, state);
    ASSERT_TRUE(out) << out.error().message;
    EXPECT_EQ(publisher.next_step(it, out->data.state).name, "publish");
}

TEST_F(XPublisherTest, a_file_that_cannot_be_read_waits) {
    auto content = video_post(1'000);
    content.media[0].range = [](std::uint64_t, std::uint64_t) -> http::BodySource {
        throw std::runtime_error("the disk is gone");
    };
    const auto it = plan(content);
    const auto state = begun(it);
    const auto out = advance(it, state);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().next, Next::retry_later);
    EXPECT_EQ(out.error().code, "media_unreadable");
}

TEST_F(XPublisherTest, an_upload_that_is_about_to_expire_is_not_posted_with) {
    const auto it = plan(video_post(1'000));
    auto state = appended(it);
    client.answer(R"({"data":{"id":"55","expires_after_secs":86400}})");
    state = advance(it, state)->data.state;
    EXPECT_EQ(publisher.next_step(it, state).name, "publish");
    clock.advance(24h);
    const auto out = advance(it, state);
    ASSERT_TRUE(out);
    EXPECT_EQ(publisher.next_step(it, out->data.state).name, "begin_upload");
    EXPECT_TRUE(out->data.leaves_nothing);
}

TEST_F(XPublisherTest, uploads_that_expire_at_once_are_not_made_for_ever) {
    auto it = plan(video_post(1'000));
    PublishState state;
    for (int round = 0; round < 4; ++round) {
        if (round == 3) it.started_at += 1h;  // somebody tries it again
        if (round != 3) {
            for (const auto* told : {R"({"data":{"id":"55"}})", R"({"data":{}})",
                                     R"({"data":{"id":"55","expires_after_secs":100}})"}) {
                client.answer(told);
                state = advance(it, state)->data.state;
            }
        }
        const auto out = advance(it, state);
        EXPECT_EQ(out.has_value(), round != 2) << round;
        if (!out) EXPECT_EQ(out.error().code, "upload_expired");
        if (out) state = out->data.state;
    }
}

TEST_F(XPublisherTest, a_description_that_is_refused_keeps_nothing_back) {
    auto content = video_post(1'000);
    content.media[0].alt_text = "A loaf";
    const auto it = plan(content);
    auto state = appended(it);
    client.answer(R"({"data":{"id":"55"}})");
    state = advance(it, state)->data.state;
    EXPECT_EQ(publisher.next_step(it, state).name, "describe");
    for (const std::string problem : {"invalid-request", "client-forbidden"}) {
        client.answer(R"({"title":"x","type":"https://api.x.com/2/problems/)" + problem + R"("})",
                      403);
        const auto out = advance(it, state);
        ASSERT_TRUE(out) << problem;
        EXPECT_EQ(publisher.next_step(it, out->data.state).name, "publish");
    }
}

TEST_F(XPublisherTest, a_reply_that_misses_its_parent_waits_once) {
    auto content = text_post("one");
    content.format = PostFormat::thread;
    content.thread = {"two"};
    const auto it = plan(content);
    client.answer(R"({"data":{"id":"100"}})", 201);
    const auto first = advance(it, {});
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->data.leaves_nothing);
    const auto state = first->data.state;
    EXPECT_EQ(publisher.next_step(it, state).name, "reply");
    const auto missing = R"({"errors":[{"code":385,"message":"gone"}]})";
    client.answer(missing, 403);
    const auto waits = advance(it, state);
    ASSERT_TRUE(waits);
    EXPECT_EQ(waits->data.wait, 5s);
    EXPECT_TRUE(waits->data.leaves_nothing);
    client.answer(missing, 403);
    const auto fails = advance(it, waits->data.state);
    ASSERT_FALSE(fails);
    EXPECT_EQ(fails.error().next, Next::rejected);
    client.answer(R"({"data":{"id":"101"}})", 201);
    const auto out = advance(it, waits->data.state);
    ASSERT_TRUE(out);
    EXPECT_EQ(out->data.published->further_ids, std::vector<std::string>{"101"});
    EXPECT_EQ(body(3).at("reply").at("in_reply_to_tweet_id").as_string(), "100");
}

TEST_F(XPublisherTest, deletes) {
    client.answer(R"({"data":{"deleted":true}})");
    const auto done = run(publisher.remove(access(), "100"));
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->data);
    EXPECT_EQ(client.requests[0].method, http::Method::delete_);
    EXPECT_EQ(path(0), "https://api.x.com/2/tweets/100");
    client.answer(
        R"({"title":"Not Found","type":"https://api.x.com/2/problems/resource-not-found"})", 404);
    EXPECT_EQ(run(publisher.remove(access(), "100")).error().next, Next::not_found);
}

TEST_F(XPublisherTest, refusals_are_told_by_their_words) {
    struct Row {
        const char* detail;
        const char* code;
    };
    const std::array rows{
        Row{"Posts are limited to a maximum of one cashtag.", "too-many-cashtags"},
        Row{"This has an invalid URL in it", "invalid-url"},
        Row{"You are not allowed to post a video longer than 2 minutes.", "video-too-long"},
        Row{"You are not permitted to perform this action.", "http_403"}};
    for (const auto& [detail, code] : rows) {
        client.answer(
            std::string(R"({"title":"Forbidden","type":"about:blank","detail":")") + detail + "\"}",
            403);
        const auto out = advance(plan(text_post("t")), {});
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().next, Next::rejected);
        EXPECT_EQ(out.error().code, code);
    }
}

TEST_F(XPublisherTest, checks_what_is_no_data) {
    const auto issues = [&](PostContent content) { return publisher.check(content, {}); };
    EXPECT_TRUE(issues(text_post("fine")).empty());
    EXPECT_TRUE(has_issue(issues(text_post("$AB $CD")), "cashtags"));
    EXPECT_TRUE(has_issue(issues(text_post("see example.com")), "link_costs"));
    EXPECT_TRUE(has_issue(issues(text_post("\uFEFF")), "text_invalid"));
    auto linked = text_post(std::string(260, 'a'));
    linked.link = "https://example.org";
    EXPECT_TRUE(has_issue(issues(linked), "text_too_long"));
    auto poll = text_post("?");
    poll.options = {{"pollOptions", {"only one"}}};
    EXPECT_EQ(numbers_of(issues(poll), "poll_choices"), Numbers(2, 1));
    poll.options = {{"pollOptions", {"a", "b", "c", "d", "e"}}};
    EXPECT_EQ(numbers_of(issues(poll), "poll_choices"), Numbers(4, 5));
    poll.options = {{"pollOptions", {"a", std::string(26, 'b')}}};
    EXPECT_EQ(numbers_of(issues(poll), "poll_choice_length"), Numbers(25, 26));
    poll.options = {{"pollOptions", {"a", ""}}};
    EXPECT_EQ(numbers_of(issues(poll), "poll_choice_length"), Numbers(1, 0));
    poll.options = {{"pollOptions", {"a", "b"}}};
    poll.media = video_post(10).media;
    EXPECT_TRUE(has_issue(issues(poll), "poll_with_media"));
    auto reply = text_post("r");
    reply.options = {{"inReplyTo", "not a number"}};
    EXPECT_TRUE(has_issue(issues(reply), "option_invalid"));
    auto gifs = text_post("g");
    gifs.media.resize(2);
    gifs.media[0].mime = "image/gif";
    gifs.media[1].mime = "image/png";
    gifs.media[1].bytes = 6'000'000;
    gifs.media[1].alt_text = std::string(1'001, 'a');
    gifs.media[0].height = 1'081;
    EXPECT_EQ(numbers_of(issues(gifs), "media_mix"), Numbers(1, 2));
    EXPECT_EQ(numbers_of(issues(gifs), "media_size"), Numbers(1'080, 1'081));
    EXPECT_TRUE(has_issue(issues(gifs), "media_bytes"));
    EXPECT_TRUE(has_issue(issues(gifs), "alt_text_too_long"));
    auto thread = text_post("same");
    thread.format = PostFormat::thread;
    thread.thread = {"same"};
    EXPECT_TRUE(has_issue(issues(thread), "text_repeated"));
    thread.thread.assign(25, "part");
    EXPECT_TRUE(has_issue(issues(thread), "thread_too_long"));
    EXPECT_TRUE(has_issue(issues(video_post(600'000'000)), "media_bytes"));
}

TEST(XSameText, looks_past_what_the_platform_changes) {
    EXPECT_TRUE(is_same_text("See example.com", "See http://example.com/"));
    EXPECT_TRUE(is_same_text("A\n\nB ", "A\nB"));
    EXPECT_TRUE(is_same_text("https://a.org/x and y", "http://a.org/x/ and y"));
    EXPECT_TRUE(is_same_text("A\u0301", "Á"));
    EXPECT_FALSE(is_same_text("A", "B"));
    EXPECT_FALSE(is_same_text("A", "A B"));
}

}  // namespace
}  // namespace rostrum::platforms::x
