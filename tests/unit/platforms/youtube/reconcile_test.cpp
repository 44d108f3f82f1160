#include "unit/platforms/youtube/publisher_test.hpp"

namespace rostrum::platforms::youtube {
namespace {

TEST_F(YouTubePublisherTest, a_part_without_an_answer_may_have_come) {
    const auto post = plan();
    const auto state = begun(post);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.answer(R"({"error":{"code":503,"errors":[{"reason":"backendError"}]}})", 503);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.answer("Service Unavailable", 503);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.fail(http::TransportFailure::unreachable);
    EXPECT_EQ(advance(post, state).error().next, Next::retry_later) << "nothing was sent";
}

TEST_F(YouTubePublisherTest, the_session_tells_what_came) {
    const auto post = plan(part_bytes + 7);
    const auto state = begun(post);
    answer_more("");
    auto told = reconcile(post, state);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->data.finding, Finding::not_done);
    EXPECT_EQ(header(1, "Content-Range"), "bytes */16777223");
    EXPECT_EQ(std::get<std::string>(*client.requests[1].body_source), "");
    answer_more("bytes=0-524287");
    told = reconcile(post, state);
    ASSERT_EQ(told->data.finding, Finding::done);
    EXPECT_TRUE(told->data.advanced->leaves_nothing);
    answer_video();
    EXPECT_TRUE(advance(post, told->data.advanced->state));
    EXPECT_EQ(header(3, "Content-Range"), "bytes 524288-16777222/16777223");
    answer_video();
    told = reconcile(post, state);
    ASSERT_EQ(told->data.finding, Finding::done);
    EXPECT_EQ(publisher.next_step(post, told->data.advanced->state).name, "poll");
    EXPECT_FALSE(told->data.advanced->leaves_nothing);
    client.answer("", 503);
    client.answer("", 503);
    client.answer("", 503);
    EXPECT_EQ(reconcile(post, state).error().next, Next::retry_later);
}

TEST_F(YouTubePublisherTest, without_its_session_a_video_is_looked_for) {
    const auto post = plan();
    const auto state = begun(post);
    const auto answer_list = [&](std::string_view title, std::string_view at) {
        client.answer("Not Found", 404);
        client.answer(R"({"kind":"k","items":[{"id":"UC1","contentDetails":
            {"relatedPlaylists":{"uploads":"UU1"}}}]})");
        client.answer(R"({"items":[{"snippet":{"title":")" + std::string(title) +
                      R"(","publishedAt":")" + std::string(at) +
                      R"("},"contentDetails":{"videoId":"vvvvvvvvvvv"}}]})");
    };
    answer_list("Bread", "2026-11-21T12:05:00Z");
    auto told = reconcile(post, state);
    ASSERT_TRUE(told) << told.error().message;
    ASSERT_EQ(told->data.finding, Finding::done);
    ASSERT_TRUE(told->data.advanced->published) << "so that it is seen whose video that is";
    EXPECT_EQ(told->data.advanced->published->external_id, "vvvvvvvvvvv");
    EXPECT_FALSE(told->data.advanced->leaves_nothing);
    answer_list(" Bread\\r\\n", "2026-11-21T12:05:00Z");
    EXPECT_EQ(reconcile(post, state)->data.finding, Finding::done) << "as YouTube trims it";
    answer_list("Bread", "2026-11-20T12:05:00Z");
    told = reconcile(post, state);
    EXPECT_EQ(told->data.finding, Finding::unknown) << "an older one";
    EXPECT_EQ(told->data.look_again, 2min);
    answer_list("Cake", "2026-11-21T12:05:00Z");
    EXPECT_EQ(reconcile(post, state)->data.finding, Finding::unknown);
    const auto sent_at = clock.now();
    clock.advance(15min);
    answer_list("Cake", "2026-11-21T12:05:00Z");
    told = run(publisher.reconcile(may_all(), post, state, sent_at));
    EXPECT_EQ(told->data.finding, Finding::unknown);
    EXPECT_FALSE(told->data.look_again) << "somebody has to look";
}

TEST_F(YouTubePublisherTest, two_videos_of_one_title_are_not_told_apart) {
    const auto post = plan();
    const auto state = begun(post);
    client.answer("Not Found", 404);
    client.answer(R"({"kind":"k","items":[{"id":"UC1","contentDetails":
        {"relatedPlaylists":{"uploads":"UU1"}}}]})");
    client.answer(R"({"items":[
        {"snippet":{"title":"Bread","publishedAt":"2026-11-21T12:05:00Z"},
         "contentDetails":{"videoId":"aaaaaaaaaaa"}},
        {"snippet":{"title":"Bread","publishedAt":"2026-11-21T12:04:00Z"},
         "contentDetails":{"videoId":"bbbbbbbbbbb"}}]})");
    const auto told = reconcile(post, state);
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_EQ(told->data.finding, Finding::unknown);
    EXPECT_FALSE(told->data.look_again) << "somebody has to look";
}

TEST_F(YouTubePublisherTest, a_session_with_the_whole_file_and_no_video_is_asked_again) {
    auto post = plan();
    auto state = begun(post);
    answer_more("bytes=0-999");
    const auto whole = advance(post, state);
    ASSERT_TRUE(whole);
    EXPECT_FALSE(whole->data.leaves_nothing) << "a video may come of it yet";
    state = whole->data.state;
    EXPECT_EQ(publisher.next_step(post, state).name, "upload");
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    answer_more("bytes=0-999");
    auto told = reconcile(post, state);
    EXPECT_EQ(told->data.finding, Finding::unknown);
    EXPECT_EQ(told->data.look_again, 2min);
    answer_video();
    told = reconcile(post, state);
    ASSERT_EQ(told->data.finding, Finding::done);
    EXPECT_EQ(publisher.next_step(post, told->data.advanced->state).name, "poll");
    post.started_at += 1h;
    EXPECT_EQ(publisher.next_step(post, state).name, "start_upload") << "when it is tried again";
}

TEST_F(YouTubePublisherTest, a_session_that_is_gone_before_the_last_part_made_nothing) {
    const auto post = plan(part_bytes * 3);
    const auto state = begun(post);
    client.answer("Not Found", 404);
    EXPECT_EQ(reconcile(post, state)->data.finding, Finding::not_done);
}

}  // namespace
}  // namespace rostrum::platforms::youtube
