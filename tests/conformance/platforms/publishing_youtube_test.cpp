#include "conformance/platforms/publishing_suite.hpp"

namespace rostrum::platforms {
namespace {

constexpr std::size_t mib = 1'048'576;

PostContent film(PostFormat format, std::size_t bytes) {
    PostContent content;
    content.format = format;
    content.title = "Rye, \xF0\x9F\x8D\x9E & patience";
    content.text = "Two days.\n\nNothing else.";
    content.media = {mp4(bytes)};
    content.options = {{"privacyStatus", "unlisted"}, {"tags", json::array{"rye", "slow food"}}};
    return content;
}

PublishingRow row(std::string_view name, std::string_view account, PostFormat format,
                  std::size_t bytes) {
    return {.platform = "youtube",
            .name = name,
            .account = account,
            .content = [=] { return film(format, bytes); },
            .endpoints = {"insert", "upload", "videos"}};
}

INSTANTIATE_TEST_SUITE_P(
    YouTube, PublishingConformance,
    ::testing::Values(row("video", "adabakesbread", PostFormat::video, 33 * mib + 7),
                      row("short", "adabakesbread", PostFormat::reel, 20'000),
                      row("first_video", "quietnewcomer", PostFormat::video, 300'000),
                      row("half_of_each_part_lost", "shakyline", PostFormat::video, 9 * mib)),
    name_of_row);

class YouTubePublishing : public PublishingConformance {};

INSTANTIATE_TEST_SUITE_P(YouTube, YouTubePublishing,
                         ::testing::Values(row("video", "adabakesbread", PostFormat::video,
                                               40 * mib)),
                         name_of_row);

TEST_P(YouTubePublishing, every_part_can_lose_its_answer) {
    for (int broken = 0; broken < 3; ++broken) {
        SCOPED_TRACE(broken);
        PublishState state;
        std::optional<Published> post;
        int parts = 0;
        for (int steps = 0; steps < 50 && !post; ++steps) {
            const bool is_part = publisher().next_step(plan, state).name == "upload";
            if (is_part && parts++ == broken) {
                set_fault(sandbox::FaultKind::drop_after_effect, "upload");
            }
            auto outcome = run(publisher().advance(access, plan, state));
            bool is_settled = false;
            auto advanced = outcome ? std::optional(std::move(outcome->data))
                                    : look(state, clock.now(), is_settled);
            ASSERT_TRUE(advanced);
            state = std::move(advanced->state);
            post = std::move(advanced->published);
            clock.advance(advanced->wait);
        }
        ASSERT_TRUE(post);
        ASSERT_EQ(published().size(), 1U);
        const auto bytes = std::get<std::string>(plan.content.media[0].range(0, 40 * mib));
        EXPECT_EQ(published()[0].media[0].sha256, crypto::sha256_hex(bytes));
        client.simulation().reset();
        access = connect();
    }
}

TEST_P(YouTubePublishing, a_thumbnail_comes_with_it) {
    plan.content.media = {mp4(9'000), jpeg(2'000)};
    EXPECT_TRUE(publisher().check(plan.content, {}).empty());
    ASSERT_TRUE(publish());
    ASSERT_EQ(published().size(), 1U);
    EXPECT_EQ(published()[0].media.size(), 1U);
}

TEST_P(YouTubePublishing, what_is_no_video_is_refused_in_words) {
    auto file = mp4(9'000);
    file.range = [](std::uint64_t, std::uint64_t length) {
        return http::BodySource(std::string(length, 'x'));
    };
    plan.content.media = {file};
    const auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().code, "invalidFile");
    EXPECT_TRUE(published().empty());
}

TEST_P(YouTubePublishing, a_session_that_ended_is_begun_anew) {
    PublishState state = run(publisher().advance(access, plan, {}))->data.state;
    state = run(publisher().advance(access, plan, state))->data.state;
    clock.advance(std::chrono::days{8});
    access = connect();
    const auto again = run(publisher().advance(access, plan, state));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(publisher().next_step(plan, again->data.state).name, "start_upload");
    EXPECT_TRUE(published().empty());
}

TEST_P(YouTubePublishing, the_days_uploads_are_used_up) {
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(run(publisher().advance(access, plan, {}))) << i;
    const auto refused = run(publisher().advance(access, plan, {}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::rate_limited);
    EXPECT_LE(refused.error().retry_after, std::chrono::hours{24});
}

}  // namespace
}  // namespace rostrum::platforms
