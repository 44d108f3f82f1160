#include "conformance/platforms/publishing_suite.hpp"

#include <fmt/format.h>

namespace rostrum::platforms {
namespace {

constexpr std::string_view words = "Rye, \xF0\x9F\x8D\x9E & patience #rye";

PostContent post_of(PostFormat format, std::vector<MediaFile> media, json::object options = {}) {
    PostContent content;
    content.format = format;
    content.text = std::string(words);
    if (format != PostFormat::video) content.title = "Two days";
    content.media = std::move(media);
    content.options = std::move(options);
    if (!content.options.contains("privacyLevel")) {
        content.options["privacyLevel"] = "PUBLIC_TO_EVERYONE";
    }
    return content;
}

PublishingRow row(std::string_view name, std::function<PostContent()> content,
                  std::vector<std::string_view> endpoints, std::string_view account = "ada.loafs") {
    return {.platform = "tiktok",
            .name = name,
            .account = account,
            .content = std::move(content),
            .endpoints = std::move(endpoints),
            .can_be_deleted = false};
}

PublishingRow video(std::string_view name, std::size_t bytes) {
    return row(name, [=] { return post_of(PostFormat::video, {mp4(bytes)}); },
               {"creator_info", "video_init", "upload", "status"});
}

PublishingRow hidden(std::string_view name, std::string_view account, std::string_view level) {
    auto out = row(
        name,
        [=] {
            return post_of(PostFormat::video, {mp4(300'000)},
                           {{"privacyLevel", std::string(level)}});
        },
        {"creator_info", "video_init", "upload", "status"}, account);
    out.is_listed = false;
    return out;
}

/// To begin it is to publish it, and a list that does not tell of it proves nothing.
PublishingRow fetched(PublishingRow out) {
    out.endpoints_in_doubt = {"video_init", "content_init"};
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    TikTok, PublishingConformance,
    ::testing::Values(
        video("video", 300'000), video("chunks", 30'000'007), video("one_large_chunk", 19'999'999),
        fetched(row("fetched_video",
                    [] { return post_of(PostFormat::video, {mp4(40'000)}, {{"source", "url"}}); },
                    {"creator_info", "video_init", "status"})),
        fetched(row("photo", [] { return post_of(PostFormat::image, {jpeg(40'000)}); },
                    {"creator_info", "content_init", "status"})),
        fetched(row("carousel",
                    [] {
                        return post_of(PostFormat::carousel,
                                       {jpeg(40'000), jpeg(9'000, 2), jpeg(500, 3)});
                    },
                    {"creator_info", "content_init", "status"})),
        fetched(row(
            "first_post", [] { return post_of(PostFormat::image, {jpeg(2'000)}); },
            {"content_init"}, "quiet.newcomer")),
        hidden("for_oneself", "ada.loafs", "SELF_ONLY"),
        hidden("for_followers", "behind.curtains", "FOLLOWER_OF_CREATOR"),
        hidden("before_the_audit", "not.audited", "SELF_ONLY")),
    name_of_row);

class TikTokPublishing : public PublishingConformance {
protected:
    /// What a step comes to whose answer is lost, and what is told of it later.
    Outcome<Reconciled> lose(const PublishState& state, std::string_view endpoint) {
        set_fault(sandbox::FaultKind::drop_after_effect, endpoint);
        const Time sent_at = clock.now();
        const auto lost = run(publisher().advance(access, plan, state));
        EXPECT_FALSE(lost);
        EXPECT_EQ(lost.error().next, Next::ambiguous);
        return run(publisher().reconcile(access, plan, state, sent_at));
    }
    PublishState after_check() { return run(publisher().advance(access, plan, {}))->data.state; }
    void use(PostContent content) {
        plan.content = std::move(content);
        offer_files();
    }
};

INSTANTIATE_TEST_SUITE_P(TikTok, TikTokPublishing, ::testing::Values(video("video", 40'000'000)),
                         name_of_row);

TEST_P(TikTokPublishing, every_chunk_can_lose_its_answer) {
    for (int broken = 0; broken < 4; ++broken) {
        SCOPED_TRACE(broken);
        PublishState state;
        std::optional<Published> post;
        int chunks = 0;
        for (int steps = 0; steps < 50 && !post; ++steps) {
            const bool is_chunk = publisher().next_step(plan, state).name == "upload";
            std::optional<Advanced> advanced;
            if (is_chunk && chunks++ == broken) {
                auto found = lose(state, "upload");
                ASSERT_TRUE(found) << found.error().message;
                ASSERT_EQ(found->data.finding, Finding::done);
                advanced = std::move(found->data.advanced);
            } else {
                auto outcome = run(publisher().advance(access, plan, state));
                ASSERT_TRUE(outcome) << outcome.error().message;
                advanced = std::move(outcome->data);
            }
            state = std::move(advanced->state);
            post = std::move(advanced->published);
            clock.advance(advanced->wait);
        }
        ASSERT_TRUE(post);
        EXPECT_EQ(chunks, 4);
        ASSERT_EQ(published().size(), 1U);
        const auto bytes = std::get<std::string>(plan.content.media[0].range(0, 40'000'000));
        EXPECT_EQ(published()[0].media[0].sha256, crypto::sha256_hex(bytes));
        client.simulation().reset();
        access = connect();
    }
}

TEST_P(TikTokPublishing, an_address_that_ended_is_asked_for_anew) {
    auto state = after_check();
    state = run(publisher().advance(access, plan, state))->data.state;
    state = run(publisher().advance(access, plan, state))->data.state;
    clock.advance(std::chrono::minutes{61});
    const auto again = run(publisher().advance(access, plan, state));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(publisher().next_step(plan, again->data.state).name, "init");
    EXPECT_TRUE(published().empty());
    const auto post = publish();
    ASSERT_TRUE(post) << post.error().message;
    EXPECT_EQ(published().size(), 1U);
}

TEST_P(TikTokPublishing, a_hidden_post_whose_answer_is_lost_is_somebodys_to_look_for) {
    use(post_of(PostFormat::image, {jpeg(2'000)}, {{"privacyLevel", "SELF_ONLY"}}));
    const auto found = lose(after_check(), "content_init");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_FALSE(found->data.look_again);
    EXPECT_EQ(published().size(), 1U) << "it is there, and nothing tells so";
}

TEST_P(TikTokPublishing, a_post_that_never_came_to_be_is_looked_for_and_then_asked_about) {
    use(post_of(PostFormat::image, {jpeg(2'000)}));
    const auto state = after_check();
    const Time sent_at = clock.now();
    int looks = 0;
    for (; looks < 100; ++looks) {
        const auto found = run(publisher().reconcile(access, plan, state, sent_at));
        ASSERT_TRUE(found);
        ASSERT_EQ(found->data.finding, Finding::unknown);
        if (!found->data.look_again) break;
        clock.advance(*found->data.look_again);
    }
    EXPECT_EQ(looks, 20);
}

TEST_P(TikTokPublishing, two_posts_that_say_the_same_are_not_told_apart) {
    use(post_of(PostFormat::image, {jpeg(2'000)}));
    const Time sent_at = clock.now();
    const auto state = after_check();
    ASSERT_TRUE(publish());
    ASSERT_TRUE(publish());
    const auto found = run(publisher().reconcile(access, plan, state, sent_at));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.finding, Finding::unknown);
}

TEST_P(TikTokPublishing, a_permission_that_was_taken_back_ends_the_post_and_not_the_account) {
    // The connection thinks that it has it; TikTok knows better.
    access = connect("&grant=user.info.basic,video.list,video.upload");
    access.scopes.emplace_back("video.publish");
    const auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().code, "scope_missing");
    EXPECT_EQ(post.error().next, Next::rejected);
    EXPECT_TRUE(post.error().user_message.contains("video.publish"));
    use(post_of(PostFormat::video, {mp4(300'000)}, {{"mode", "draft"}}));
    EXPECT_TRUE(publish()) << "which has a permission of its own";
}

TEST_P(TikTokPublishing, drafts_end_in_the_inbox) {
    for (const auto& content :
         {post_of(PostFormat::video, {mp4(300'000)}, {{"mode", "draft"}}),
          post_of(PostFormat::video, {mp4(9'000)}, {{"mode", "draft"}, {"source", "url"}}),
          post_of(PostFormat::image, {jpeg(2'000)}, {{"mode", "draft"}})}) {
        use(content);
        const auto post = publish();
        ASSERT_TRUE(post) << post.error().code << ": " << post.error().message;
        EXPECT_TRUE(post->permalink.empty());
        EXPECT_TRUE(post->external_id.contains("inbox")) << post->external_id;
    }
    EXPECT_TRUE(published().empty()) << "nobody has finished them";
}

TEST_P(TikTokPublishing, what_the_creator_may_not_do_is_refused_before_anything_is_begun) {
    struct Case {
        std::string_view level;
        std::string_view code;
        json::object more = {};
    };
    for (const auto& one :
         {Case{"FOLLOWER_OF_CREATOR", "privacy_level_not_offered"},
          Case{"SELF_ONLY", "branded_content_private", {{"brandContentToggle", true}}}}) {
        auto options = one.more;
        options["privacyLevel"] = one.level;
        use(post_of(PostFormat::video, {mp4(3'000)}, options));
        const auto post = publish();
        ASSERT_FALSE(post) << one.code;
        EXPECT_EQ(post.error().next, Next::rejected);
        EXPECT_EQ(post.error().code, one.code);
    }
    const auto calls = client.simulation().calls().recent("tiktok");
    EXPECT_TRUE(std::ranges::none_of(
        calls, [](const auto& call) { return call.path.ends_with("/init/"); }));
}

TEST_P(TikTokPublishing, files_that_cannot_be_fetched_are_told_of) {
    use(post_of(PostFormat::image, {jpeg(2'000)}));
    client.files.clear();
    auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().code, "photo_pull_failed");
    plan.content.media[0].public_url = "https://unverified.test/a.jpg";
    post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().code, "url_ownership_unverified");
    EXPECT_EQ(post.error().next, Next::misconfigured);
    EXPECT_TRUE(published().empty());
}

TEST_P(TikTokPublishing, what_is_no_video_is_refused_in_words) {
    auto file = mp4(9'000);
    file.range = [](std::uint64_t, std::uint64_t length) {
        return http::BodySource(std::string(length, 'x'));
    };
    plan.content.media = {file};
    const auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().code, "file_format_check_failed");
    EXPECT_FALSE(post.error().user_message.empty());
    EXPECT_TRUE(published().empty());
}

TEST_P(TikTokPublishing, the_days_posts_are_used_up) {
    use(post_of(PostFormat::image, {jpeg(2'000)}));
    for (int i = 0; i < 15; ++i) {
        const auto post = publish();
        ASSERT_TRUE(post) << i << ": " << post.error().code;
    }
    const auto refused = run(publisher().advance(access, plan, after_check()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "spam_risk_too_many_posts");
    EXPECT_EQ(refused.error().next, Next::rate_limited);
    EXPECT_EQ(refused.error().retry_after, std::chrono::hours{24});
    EXPECT_EQ(published().size(), 15U);
}

/// Accounts that may not post, or not as they like.
class TikTokCreators : public PublishingConformance {};

PublishingRow creator(std::string_view name, std::string_view account) {
    return row(name, [] { return post_of(PostFormat::video, {mp4(3'000)}); }, {}, account);
}

INSTANTIATE_TEST_SUITE_P(TikTok, TikTokCreators,
                         ::testing::Values(creator("banned", "locked.out"),
                                           creator("unaudited", "not.audited"),
                                           creator("restricted", "comments.off")),
                         name_of_row);

TEST_P(TikTokCreators, are_told_what_they_may) {
    if (GetParam().name == "restricted") {
        const auto options = run(publisher().account_options(access));
        ASSERT_TRUE(options) << options.error().message;
        EXPECT_TRUE(publisher().check(plan.content, options->data).empty())
            << "nothing is allowed unless somebody says so";
        plan.content.options["disableComment"] = false;
        plan.content.media[0].duration_ms = 61'000;
        EXPECT_EQ(publisher().check(plan.content, options->data).size(), 2U);
        return;
    }
    const auto post = publish();
    ASSERT_FALSE(post);
    const bool is_banned = GetParam().name == "banned";
    EXPECT_EQ(post.error().code, is_banned ? "spam_risk_user_banned_from_posting"
                                           : "unaudited_client_can_only_post_to_private_accounts");
    EXPECT_EQ(post.error().next, is_banned ? Next::rejected : Next::misconfigured);
    EXPECT_TRUE(published().empty());
}

}  // namespace
}  // namespace rostrum::platforms
