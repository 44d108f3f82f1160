#include "conformance/platforms/publishing_suite.hpp"

#include <fmt/format.h>

namespace rostrum::platforms {
namespace {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PublishingConformance);

TEST_P(PublishingConformance, publishes_what_its_own_rules_allow) {
    for (const auto& issue : publisher().check(plan.content, {})) {
        EXPECT_EQ(issue.severity, Severity::warning) << issue.code << ": " << issue.message;
    }
    const auto post = publish();
    ASSERT_TRUE(post) << post.error().code << ": " << post.error().message;
    EXPECT_FALSE(post->external_id.empty());
    EXPECT_EQ(post->further_ids.size(), GetParam().posts - 1);
    const auto all = published();
    ASSERT_EQ(all.size(), GetParam().posts);
    EXPECT_EQ(all.back().id, post->external_id);
    ASSERT_EQ(all.back().media.size(), plan.content.media.size());
    for (std::size_t i = 0; i < all.back().media.size(); ++i) {
        const auto& file = plan.content.media[i];
        const auto bytes = std::get<std::string>(file.range(0, file.bytes));
        EXPECT_EQ(all.back().media[i].sha256, crypto::sha256_hex(bytes));
        EXPECT_EQ(all.back().media[i].bytes, file.bytes);
    }
}

TEST_P(PublishingConformance, the_permalink_leads_to_the_post) {
    const auto post = publish();
    ASSERT_TRUE(post) << post.error().message;
    if (post->permalink.empty()) return;
    http::ClientRequest get;
    get.url = post->permalink;
    const auto page = run(client.send(std::move(get)));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 200) << post->permalink;
}

TEST_P(PublishingConformance, the_accounts_own_list_has_it) {
    const auto post = publish();
    ASSERT_TRUE(post) << post.error().message;
    const auto page = run(platform->reader()->posts(access, {}, 25));
    ASSERT_TRUE(page) << page.error().message;
    const auto count =
        std::ranges::count(page->data.posts, post->external_id, &PlatformPost::external_id);
    EXPECT_EQ(count, GetParam().is_listed ? 1 : 0);
}

TEST_P(PublishingConformance, an_answer_that_is_lost_makes_no_second_post) {
    for (const auto endpoint : GetParam().endpoints) {
        SCOPED_TRACE(endpoint);
        set_fault(sandbox::FaultKind::drop_after_effect, endpoint);
        const auto post = publish();
        ASSERT_TRUE(post) << post.error().code << ": " << post.error().message;
        EXPECT_EQ(published().size(), GetParam().posts);
        EXPECT_EQ(published().back().id, post->external_id);
        begin_anew();
    }
}

TEST_P(PublishingConformance, an_error_after_the_effect_makes_no_second_post) {
    for (const auto endpoint : GetParam().endpoints) {
        for (const int status : {500, 503}) {
            SCOPED_TRACE(fmt::format("{} {}", endpoint, status));
            set_fault(sandbox::FaultKind::status_after_effect, endpoint, status);
            const auto post = publish();
            ASSERT_TRUE(post) << post.error().code << ": " << post.error().message;
            EXPECT_EQ(published().size(), GetParam().posts);
            EXPECT_EQ(published().back().id, post->external_id);
            begin_anew();
        }
    }
}

/// What a failed post is begun anew by, or goes on from.
TEST_P(PublishingConformance, only_what_may_be_seen_counts_as_an_effect) {
    PublishState state;
    std::optional<Published> post;
    std::size_t effects = 0;
    for (int steps = 0; steps < 2'000 && !post; ++steps) {
        const auto step = publisher().next_step(plan, state);
        auto outcome = run(publisher().advance(access, plan, state));
        ASSERT_TRUE(outcome) << step.name << ": " << outcome.error().message;
        auto& advanced = outcome->data;
        if (step.effect == Effect::change && !advanced.leaves_nothing) ++effects;
        EXPECT_LE(published().size(), effects) << step.name;
        state = std::move(advanced.state);
        post = std::move(advanced.published);
        clock.advance(advanced.wait);
    }
    ASSERT_TRUE(post);
    EXPECT_EQ(effects, GetParam().posts);
}

TEST_P(PublishingConformance, a_call_that_failed_is_made_again) {
    for (const auto endpoint : GetParam().endpoints) {
        for (const int status : {429, 500, 503}) {
            SCOPED_TRACE(fmt::format("{} {}", endpoint, status));
            const auto kind =
                status == 429 ? sandbox::FaultKind::rate_limit : sandbox::FaultKind::status;
            set_fault(kind, endpoint, status == 429 ? 60 : status);
            const auto post = publish();
            if (status != 429 && is_in_doubt(endpoint)) {
                ASSERT_FALSE(post);
                EXPECT_EQ(post.error().next, Next::ambiguous);
                EXPECT_TRUE(published().empty());
            } else {
                ASSERT_TRUE(post) << post.error().code << ": " << post.error().message;
                EXPECT_EQ(published().size(), GetParam().posts);
            }
            begin_anew();
        }
    }
}

TEST_P(PublishingConformance, a_post_is_deleted_once) {
    const auto post = publish();
    ASSERT_TRUE(post) << post.error().message;
    const auto gone = run(publisher().remove(access, post->external_id));
    if (!GetParam().can_be_deleted) {
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().next, Next::rejected);
        EXPECT_FALSE(gone.error().user_message.empty());
        EXPECT_EQ(published().size(), GetParam().posts);
        return;
    }
    ASSERT_TRUE(gone) << gone.error().message;
    EXPECT_TRUE(gone->data);
    EXPECT_EQ(published().size(), GetParam().posts - 1);
}

TEST_P(PublishingConformance, somebody_who_took_the_access_back_is_asked_again) {
    simulated().revoke({}, {});
    const auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().next, Next::reauthorize);
    EXPECT_TRUE(published().empty());
}

}  // namespace
}  // namespace rostrum::platforms
