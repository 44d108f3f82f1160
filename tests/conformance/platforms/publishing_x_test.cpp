#include "conformance/platforms/publishing_suite.hpp"

namespace rostrum::platforms {
namespace {

PostContent post_of(PostFormat format, std::string text, std::vector<MediaFile> media = {}) {
    PostContent content;
    content.format = format;
    content.text = std::move(text);
    content.media = std::move(media);
    return content;
}

PublishingRow row(std::string_view name, std::function<PostContent()> content,
                  std::vector<std::string_view> endpoints, std::size_t posts = 1) {
    return {.platform = "x",
            .name = name,
            .account = "ada_loafs",
            .content = std::move(content),
            .endpoints = std::move(endpoints),
            .posts = posts};
}

std::vector<PublishingRow> rows() {
    return {
        row("text",
            [] { return post_of(PostFormat::text, "Bread & <butter>, 100% \xF0\x9F\x8D\x9E"); },
            {"create_post"}),
        row("link",
            [] {
                auto post = post_of(PostFormat::link, "See example.com and this:");
                post.link = "https://bakery.example.org/rye?a=1&b=2";
                return post;
            },
            {"create_post"}),
        row("image", [] { return post_of(PostFormat::image, "One", {jpeg(300'000, 1, "A loaf")}); },
            {"upload_initialize", "upload_append", "upload_finalize", "media_metadata",
             "create_post"}),
        row("carousel",
            [] {
                return post_of(PostFormat::carousel, "Two",
                               {jpeg(1'500'000, 1), jpeg(20'000, 2, "Crumbs")});
            },
            {"upload_append", "upload_finalize", "create_post"}),
        row("video", [] { return post_of(PostFormat::video, "", {mp4(3'300'000)}); },
            {"upload_initialize", "upload_append", "upload_finalize", "upload_status"}),
        row(
            "thread",
            [] {
                auto post = post_of(PostFormat::thread, "First", {jpeg(5'000)});
                post.thread = {"Second, at example.com/a", "Third"};
                return post;
            },
            {"create_post", "upload_append"}, 3),
        row(
            "long_thread",
            [] {
                std::string text;
                for (int i = 0; i < 90; ++i) text += "word" + std::to_string(i) + ' ';
                return post_of(PostFormat::thread, text);
            },
            {"create_post"}, 3),
    };
}

INSTANTIATE_TEST_SUITE_P(X, PublishingConformance, ::testing::ValuesIn(rows()), name_of_row);

/// A thread whose every single answer is lost in turn: it goes on, and repeats nothing.
class XThread : public PublishingConformance {};

TEST_P(XThread, goes_on_where_it_was_broken) {
    for (std::size_t broken = 0; broken < GetParam().posts; ++broken) {
        SCOPED_TRACE(broken);
        PublishState state;
        std::size_t made = 0;
        std::optional<Published> post;
        for (int steps = 0; steps < 20 && !post; ++steps) {
            const Time sent_at = clock.now();
            if (made == broken) set_fault(sandbox::FaultKind::drop_after_effect, "create_post");
            auto outcome = run(publisher().advance(access, plan, state));
            if (made++ == broken) {
                ASSERT_FALSE(outcome);
                ASSERT_EQ(outcome.error().next, Next::ambiguous);
                const auto found = run(publisher().reconcile(access, plan, state, sent_at));
                ASSERT_TRUE(found) << found.error().message;
                ASSERT_EQ(found->data.finding, Finding::done);
                state = found->data.advanced->state;
                post = found->data.advanced->published;
                continue;
            }
            ASSERT_TRUE(outcome) << outcome.error().message;
            state = outcome->data.state;
            post = outcome->data.published;
            clock.advance(outcome->data.wait);
        }
        ASSERT_TRUE(post);
        const auto all = published();
        ASSERT_EQ(all.size(), GetParam().posts);
        EXPECT_EQ(all[2].reply_to, "");
        EXPECT_EQ(all[1].reply_to, all[2].id);
        EXPECT_EQ(all[0].reply_to, all[1].id);
        EXPECT_EQ(post->external_id, all[2].id);
        EXPECT_EQ(post->further_ids, (std::vector{all[1].id, all[0].id}));
        client.simulation().reset();
        access = connect();
    }
}

TEST_P(XThread, a_resent_post_that_is_refused_as_a_duplicate_is_the_one_that_is_there) {
    PublishState state;
    set_fault(sandbox::FaultKind::drop_after_effect, "create_post");
    ASSERT_FALSE(run(publisher().advance(access, plan, state)));
    const auto again = run(publisher().advance(access, plan, state));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(published().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(X, XThread,
                         ::testing::Values(row(
                             "thread",
                             [] {
                                 auto post = post_of(PostFormat::thread, "First");
                                 post.thread = {"Second, at example.com/a", "Third"};
                                 return post;
                             },
                             {}, 3)),
                         name_of_row);

}  // namespace
}  // namespace rostrum::platforms
