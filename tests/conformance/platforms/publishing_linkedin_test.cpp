#include "conformance/platforms/publishing_suite.hpp"

namespace rostrum::platforms {
namespace {

PostContent post_of(PostFormat format, std::string text, std::vector<MediaFile> media = {},
                    std::string title = {}) {
    PostContent content;
    content.format = format;
    content.title = std::move(title);
    content.text = std::move(text);
    content.media = std::move(media);
    return content;
}

PublishingRow row(std::string_view name, std::function<PostContent()> content,
                  std::vector<std::string_view> endpoints) {
    return {.platform = "linkedin",
            .name = name,
            .account = "ada-lindqvist",
            .id_prefix = "urn:li:organization:",
            .content = std::move(content),
            .endpoints = std::move(endpoints),
            .handle = "lindqvist-bakery"};
}

/// The same as a member.
PublishingRow by_member(std::string_view name, PublishingRow of_page) {
    of_page.name = name;
    of_page.id_prefix = "urn:li:person:";
    of_page.handle = "ada-lindqvist";
    return of_page;
}

std::vector<PublishingRow> rows() {
    const auto text = row(
        "text",
        [] { return post_of(PostFormat::text, R"(All of |{}@[]()<>#\*_~ and #bread (really))"); },
        {"create_post"});
    const auto image =
        row("image", [] { return post_of(PostFormat::image, "One", {jpeg(90'000, 1, "A loaf")}); },
            {"upload_initialize", "upload", "media_status", "create_post"});
    return {
        text,
        by_member("text_of_member", text),
        image,
        by_member("image_of_member", image),
        row("carousel",
            [] { return post_of(PostFormat::carousel, "Two", {jpeg(5'000, 1), jpeg(6'000, 2)}); },
            {"upload", "create_post"}),
        row("video",
            [] { return post_of(PostFormat::video, "Moving", {mp4(9'000'000)}, "A film"); },
            {"upload_initialize", "upload", "upload_finalize", "media_status", "create_post"}),
        row("document",
            [] {
                return post_of(PostFormat::document, "Read this",
                               {media_file(MediaKind::document, "application/pdf",
                                           file_bytes(pdf_magic, 200'000))},
                               "A paper");
            },
            {"upload_initialize", "upload", "create_post"}),
        row("link",
            [] {
                auto post = post_of(PostFormat::link, "Look", {jpeg(4'000)}, "The bakery");
                post.link = "https://bakery.example.org/";
                return post;
            },
            {"upload", "create_post"}),
    };
}

INSTANTIATE_TEST_SUITE_P(LinkedIn, PublishingConformance, ::testing::ValuesIn(rows()), name_of_row);

class LinkedInPublishing : public PublishingConformance {};

TEST_P(LinkedInPublishing, nothing_of_a_text_is_cut_off) {
    ASSERT_TRUE(publish());
    EXPECT_EQ(published().front().text, plan.content.text);
}

TEST_P(LinkedInPublishing, the_same_post_on_purpose_is_refused) {
    ASSERT_TRUE(publish());
    const auto again = publish();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().next, Next::rejected);
    EXPECT_EQ(published().size(), 1U);
}

TEST_P(LinkedInPublishing, a_repetition_that_may_be_our_own_is_looked_for) {
    set_fault(sandbox::FaultKind::drop_after_effect, "create_post");
    ASSERT_FALSE(run(publisher().advance(access, plan, {})));
    clock.advance(std::chrono::seconds{10});
    const auto post = publish();
    ASSERT_TRUE(post) << post.error().message;
    ASSERT_EQ(published().size(), 1U);
    EXPECT_EQ(published().front().id, post->external_id);
}

TEST_P(LinkedInPublishing, a_member_whose_answer_was_lost_long_ago_is_told_nothing) {
    access.scopes = {"w_member_social"};
    const auto sent_at = clock.now();
    clock.advance(std::chrono::minutes{9});
    const auto found = run(publisher().reconcile(access, plan, {}, sent_at));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_FALSE(found->data.look_again);
    EXPECT_TRUE(published().empty());
}

TEST_P(LinkedInPublishing, without_the_permission_nothing_is_sent) {
    access.scopes = {"openid", "profile"};
    const auto before = client.requests;
    const auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().code, "scope_missing");
    EXPECT_EQ(client.requests, before);
}

/// A page has no connections, which its rules know where they are told that it is one.
class LinkedInPage : public PublishingConformance {};

TEST_P(LinkedInPage, who_cannot_see_it_is_told_before_it_is_sent_and_after) {
    plan.content.options["visibility"] = "CONNECTIONS";
    EXPECT_TRUE(publisher().check(plan.content, {}).empty()) << "nothing is known of the account";
    const auto account = run(publisher().account_options(access));
    ASSERT_TRUE(account);
    const auto issues = publisher().check(plan.content, account->data);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.front().field, "options.visibility");
    const auto post = publish();
    ASSERT_FALSE(post);
    EXPECT_EQ(post.error().next, Next::rejected);
    EXPECT_TRUE(post.error().user_message.contains("visibility")) << post.error().user_message;
}

INSTANTIATE_TEST_SUITE_P(LinkedIn, LinkedInPage, ::testing::Values(rows()[0]), name_of_row);

INSTANTIATE_TEST_SUITE_P(LinkedIn, LinkedInPublishing,
                         ::testing::Values(by_member("text", rows()[0])), name_of_row);

}  // namespace
}  // namespace rostrum::platforms
