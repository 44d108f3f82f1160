#include "platforms/tiktok/chunks.hpp"
#include "unit/platforms/tiktok/publisher_test.hpp"

#include <array>

namespace rostrum::platforms::tiktok {
namespace {

using namespace std::chrono_literals;

// ---- chunks

TEST(TikTokChunks, keep_to_both_kinds_of_megabytes) {
    struct Row {
        std::int64_t bytes;
        std::int64_t chunks;
        std::int64_t last;
    };
    constexpr std::array rows{
        Row{1, 1, 1},
        Row{4'194'304, 1, 4'194'304},
        Row{19'999'999, 1, 19'999'999},
        Row{20'000'000, 2, 10'000'000},
        Row{50'000'123, 5, 10'000'123},
        Row{64'000'001, 6, 14'000'001},
        Row{4'294'967'296, 429, 14'967'296},
    };
    for (const auto& row : rows) {
        const auto cut = plan_chunks(row.bytes);
        EXPECT_EQ(cut.chunks, row.chunks) << row.bytes;
        EXPECT_EQ(cut.chunks, row.bytes / cut.chunk_bytes) << row.bytes;
        EXPECT_EQ(cut.bytes_of(cut.chunks - 1, row.bytes), row.last) << row.bytes;
        EXPECT_LT(row.last, 64'000'000);
        std::int64_t total = 0;
        for (std::int64_t i = 0; i < cut.chunks; ++i) total += cut.bytes_of(i, row.bytes);
        EXPECT_EQ(total, row.bytes);
    }
}

// ---- chunks on their way

TEST_F(TikTokPublisherTest, sends_chunks_in_order_to_the_address_alone) {
    const auto post = plan(20'000'007);
    auto state = begun(post);
    EXPECT_EQ(publisher.next_step(post, state).name, "upload");
    EXPECT_EQ(publisher.next_step(post, state).effect, Effect::change);
    client.answer("", 206);
    auto next = advance(post, state);
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_EQ(client.requests[2].url, upload_url);
    EXPECT_EQ(client.requests[2].method, http::Method::put);
    EXPECT_EQ(header(2, "Content-Range"), "bytes 0-9999999/20000007");
    EXPECT_EQ(header(2, "Content-Type"), "video/mp4");
    EXPECT_EQ(header(2, "Authorization"), "") << "the address is the secret";
    EXPECT_EQ(std::get<std::string>(*client.requests[2].body_source), "0+10000000");
    EXPECT_EQ(next->data.note, "10.0 of 20.0 MB uploaded");
    EXPECT_TRUE(next->data.leaves_nothing) << "without the last chunk there is no post";
    client.answer("", 201);
    next = advance(post, next->data.state);
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_EQ(header(3, "Content-Range"), "bytes 10000000-20000006/20000007");
    EXPECT_TRUE(next->data.is_processing);
    EXPECT_FALSE(next->data.leaves_nothing);
    EXPECT_EQ(publisher.next_step(post, next->data.state).name, "poll");
    EXPECT_FALSE(next->data.state.data.contains("url")) << "a secret that is of no more use";
}

TEST_F(TikTokPublisherTest, judges_what_a_chunk_comes_to) {
    const auto post = plan();
    const auto state = begun(post);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.answer("", 503);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.answer("", 416);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous) << "the task knows where it is";
    client.answer("", 400);
    EXPECT_EQ(advance(post, state).error().next, Next::rejected);
    client.answer("", 429);
    EXPECT_EQ(advance(post, state).error().next, Next::rate_limited);
    client.fail(http::TransportFailure::unreachable);
    EXPECT_EQ(advance(post, state).error().next, Next::retry_later);
}

TEST_F(TikTokPublisherTest, an_upload_that_is_broken_off_begins_anew_a_few_times) {
    auto post = plan();
    auto state = checked(post);
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(publisher.next_step(post, state).name, "init");
        answer_init();
        state = advance(post, state)->data.state;
        client.answer("", i % 2 == 0 ? 403 : 404);
        const auto broken = advance(post, state);
        ASSERT_TRUE(broken);
        EXPECT_TRUE(broken->data.leaves_nothing);
        state = broken->data.state;
    }
    const auto next = advance(post, state);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().next, Next::rejected);
    EXPECT_EQ(next.error().code, "too_many_tasks");
    EXPECT_TRUE(next.error().nothing_live);

    post.started_at += 1h;  // somebody tries it again
    EXPECT_EQ(publisher.next_step(post, state).name, "check_creator");
    client.answer(std::string(creator_body));
    state = advance(post, state)->data.state;
    answer_init();
    EXPECT_TRUE(advance(post, state)) << "it counts from zero";
}

TEST_F(TikTokPublisherTest, a_post_on_its_way_goes_on_when_it_is_tried_again) {
    auto post = plan();
    const auto state = sent(post);
    post.started_at += 1h;
    EXPECT_EQ(publisher.next_step(post, state).name, "poll");
    answer_status("PUBLISH_COMPLETE", R"(,"publicaly_available_post_id":[71])");
    const auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
}

TEST_F(TikTokPublisherTest, the_task_tells_what_came) {
    const auto post = plan(30'000'007);
    const auto state = begun(post);
    answer_status("PROCESSING_UPLOAD", R"(,"uploaded_bytes":0)");
    auto told = reconcile(post, state);
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_EQ(told->data.finding, Finding::not_done);
    EXPECT_EQ(path(2), "https://open.tiktokapis.com/v2/post/publish/status/fetch/");
    EXPECT_EQ(body(2), json::parse(R"({"publish_id":"v_pub~1"})"));
    answer_status("PROCESSING_UPLOAD", R"(,"uploaded_bytes":20000000)");
    told = reconcile(post, state);
    ASSERT_EQ(told->data.finding, Finding::done);
    EXPECT_TRUE(told->data.advanced->leaves_nothing) << "the last chunk is missing";
    client.answer("", 201);
    ASSERT_TRUE(advance(post, told->data.advanced->state));
    EXPECT_EQ(header(4, "Content-Range"), "bytes 20000000-30000006/30000007");
    for (const auto* const status : {"PROCESSING_UPLOAD", "PUBLISH_COMPLETE", "FAILED"}) {
        answer_status(status, R"(,"uploaded_bytes":30000007)");
        told = reconcile(post, state);
        ASSERT_EQ(told->data.finding, Finding::done) << status;
        EXPECT_FALSE(told->data.advanced->leaves_nothing) << status;
        EXPECT_EQ(publisher.next_step(post, told->data.advanced->state).name, "poll");
    }
    clock.advance(1h);
    answer_status("PROCESSING_UPLOAD", R"(,"uploaded_bytes":10000000)");
    told = reconcile(post, state);
    ASSERT_EQ(told->data.finding, Finding::done) << "the address is over, and nothing came of it";
    EXPECT_TRUE(told->data.advanced->leaves_nothing);
    EXPECT_EQ(publisher.next_step(post, told->data.advanced->state).name, "init");
}

TEST_F(TikTokPublisherTest, a_task_that_is_forgotten_before_its_last_chunk_made_nothing) {
    const auto post = plan(30'000'007);
    auto state = begun(post);
    answer_error("invalid_publish_id", 400);
    auto told = reconcile(post, state);
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_EQ(publisher.next_step(post, told->data.advanced->state).name, "init");
    EXPECT_TRUE(told->data.advanced->leaves_nothing);
    state.data["chunk"] = 2;
    answer_error("invalid_publish_id", 400);
    EXPECT_EQ(reconcile(post, state).error().next, Next::not_found) << "it may have made a post";
}

// ---- posts whose task was never told

TEST_F(TikTokPublisherTest, photos_are_looked_for_among_the_public_posts) {
    const auto post = photos(1);
    const auto state = checked(post);
    const auto at = clock.now().time_since_epoch() / 1s;
    const auto answer_list = [&](std::string_view caption, std::int64_t created, int copies = 1) {
        std::string list;
        for (int i = 0; i < copies; ++i) {
            list += fmt::format(R"({}{{"id":"70{}","create_time":{},"video_description":"{}"}})",
                                i == 0 ? "" : ",", i, created, caption);
        }
        client.answer(fmt::format(R"({{"data":{{"videos":[{}],"has_more":false}}}})", list));
    };
    answer_list("A loaf", at + 30);
    auto told = reconcile(post, state);
    ASSERT_TRUE(told) << told.error().message;
    ASSERT_EQ(told->data.finding, Finding::done);
    ASSERT_TRUE(told->data.advanced->published);
    EXPECT_EQ(told->data.advanced->published->external_id, "700");
    EXPECT_FALSE(told->data.advanced->leaves_nothing);
    EXPECT_EQ(told->data.advanced->published->permalink,
              "https://www.tiktok.com/@ada.loafs/photo/700");
    answer_list("A loaf", at - 60);
    told = reconcile(post, state);
    EXPECT_EQ(told->data.finding, Finding::unknown) << "an older one";
    EXPECT_EQ(told->data.look_again, 1min);
    answer_list("Another loaf", at + 30);
    EXPECT_EQ(reconcile(post, state)->data.finding, Finding::unknown);
    answer_list("A loaf", at + 30, 2);
    told = reconcile(post, state);
    EXPECT_EQ(told->data.finding, Finding::unknown) << "which one?";
    EXPECT_FALSE(told->data.look_again);
    answer_error("scope_not_authorized", 401);
    told = reconcile(post, state);
    ASSERT_TRUE(told) << "without the list nothing is told, and the account is fine";
    EXPECT_EQ(told->data.finding, Finding::unknown);
}

TEST_F(TikTokPublisherTest, of_others_nothing_can_be_told) {
    auto wordless = photos(1);
    wordless.content.text.clear();
    wordless.content.title.clear();
    for (const auto& post :
         {photos(1, {{"privacyLevel", "SELF_ONLY"}}), photos(1, {{"mode", "draft"}}), wordless}) {
        const auto told = reconcile(post, {});
        ASSERT_TRUE(told);
        EXPECT_EQ(told->data.finding, Finding::unknown);
        EXPECT_FALSE(told->data.look_again) << "somebody has to look";
    }
    EXPECT_TRUE(client.requests.empty());
}

}  // namespace
}  // namespace rostrum::platforms::tiktok
