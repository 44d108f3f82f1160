// What a post becomes at the platforms, and what is said when it can become nothing there.

#include "platforms/facebook/descriptor.hpp"
#include "platforms/format_fault.hpp"
#include "platforms/instagram/descriptor.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/tiktok/descriptor.hpp"
#include "platforms/x/descriptor.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rostrum::platforms {
namespace {

using Files = std::vector<MediaFile>;

Files files(std::size_t count, MediaKind kind = MediaKind::image) {
    MediaFile file;
    file.kind = kind;
    return {count, file};
}

Files both() {
    auto out = files(1);
    out.push_back(files(1, MediaKind::video)[0]);
    return out;
}

PostContent post_of(Files media, std::vector<std::string> thread = {}) {
    PostContent post;
    post.text = "text";
    post.media = std::move(media);
    post.thread = std::move(thread);
    return post;
}

TEST(WhyNoFormat, names_the_field_and_the_limit) {
    struct Row {
        const Descriptor& platform;
        PostContent post;
        std::string_view code;
        std::string_view field;
        std::optional<std::int64_t> limit = std::nullopt;
        std::optional<std::int64_t> actual = std::nullopt;
    };
    using enum MediaKind;
    const Row rows[] = {
        {instagram::descriptor, post_of(files(11)), "media_count", "mediaIds", 10, 11},
        {instagram::descriptor, post_of({}), "media_count", "mediaIds", 1, 0},
        {instagram::descriptor, post_of(files(1, document)), "media_kind", "mediaIds[0]"},
        {instagram::descriptor, post_of(files(1), {"two"}), "thread_not_supported", "thread", 0, 1},
        {facebook::descriptor, post_of({}, {"two", "three"}), "thread_not_supported", "thread", 0,
         2},
        {facebook::descriptor, post_of(files(2, video)), "media_count", "mediaIds", 1, 2},
        {facebook::descriptor, post_of(both()), "media_kinds_mixed", "mediaIds"},
        {x::descriptor, post_of(files(5)), "media_count", "mediaIds", 4, 5},
        {x::descriptor, post_of(files(5), {"two"}), "media_count", "mediaIds", 4, 5},
        {x::descriptor, post_of(files(2, video)), "media_count", "mediaIds", 1, 2},
        {tiktok::descriptor, post_of({}), "media_count", "mediaIds", 1, 0},
        {tiktok::descriptor, post_of(files(36)), "media_count", "mediaIds", 35, 36},
        {linkedin::descriptor, post_of(files(21)), "media_count", "mediaIds", 20, 21},
    };
    for (const auto& row : rows) {
        const auto& rules = row.platform.post_rules;
        const std::string what = std::string(row.platform.id) + " " + std::string(row.code);
        EXPECT_FALSE(format_for(rules, row.post, std::nullopt)) << what;
        const auto issues = why_no_format(rules, row.post, std::nullopt);
        ASSERT_EQ(issues.size(), 1U) << what;
        EXPECT_EQ(issues[0].code, row.code) << what;
        EXPECT_EQ(issues[0].field, row.field) << what;
        EXPECT_EQ(issues[0].limit, row.limit) << what << ": " << issues[0].message;
        EXPECT_EQ(issues[0].actual, row.actual) << what << ": " << issues[0].message;
    }
}

TEST(WhyNoFormat, tells_of_a_thread_and_of_its_files) {
    const auto issues =
        why_no_format(instagram::descriptor.post_rules, post_of(files(11), {"two"}), std::nullopt);
    ASSERT_EQ(issues.size(), 2U);
    EXPECT_EQ(issues[0].code, "thread_not_supported");
    EXPECT_EQ(issues[1].code, "media_count");
    EXPECT_EQ(issues[1].actual, 11);
}

TEST(WhyNoFormat, names_the_option_when_a_format_was_asked_for) {
    const auto issues =
        why_no_format(instagram::descriptor.post_rules, post_of(files(1)), PostFormat::document);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].field, "options.format");
}

TEST(FormatFor, a_fault_in_the_text_does_not_change_what_the_media_fit) {
    auto post = post_of(files(1, MediaKind::video));
    auto& video = post.media[0];
    video.mime = "video/mp4";
    video.width = 1920;
    video.height = 1080;
    const auto& rules = facebook::descriptor.post_rules;
    EXPECT_EQ(format_for(rules, post, std::nullopt), PostFormat::video) << "no reel: it lies";
    post.text.assign(63'207, 'x');
    EXPECT_EQ(format_for(rules, post, std::nullopt), PostFormat::video);
}

TEST(ScopesFor, a_draft_at_tiktok_wants_another_permission) {
    auto post = post_of(files(1, MediaKind::video));
    post.format = PostFormat::video;
    const auto& rules = tiktok::descriptor.post_rules;
    const auto scopes = [&] { return scopes_for(rules, post, "account"); };
    EXPECT_EQ(scopes(), std::vector{tiktok::scope_publish});
    post.options["mode"] = "draft";
    EXPECT_EQ(scopes(), std::vector{tiktok::scope_upload});
    post.options["mode"] = "direct";
    EXPECT_EQ(scopes(), std::vector{tiktok::scope_publish});
    post.options["mode"] = 1;
    EXPECT_EQ(scopes(), std::vector{tiktok::scope_publish}) << "no value at all";
}

TEST(ScopesFor, a_page_at_linkedin_wants_another_permission_than_a_member) {
    const auto post = post_of({});
    const auto& rules = linkedin::descriptor.post_rules;
    EXPECT_EQ(scopes_for(rules, post, "urn:li:person:abc"),
              std::vector{linkedin::scope_write_member});
    EXPECT_EQ(scopes_for(rules, post, "urn:li:organization:1"),
              std::vector{linkedin::scope_write_organization});
}

TEST(SentLength, counts_the_link_that_is_put_into_the_text) {
    auto post = post_of({});
    post.text.assign(270, 'x');
    const auto length = [&](const Descriptor& platform) {
        const auto& rules = platform.post_rules;
        return sent_length(rules, *rules.find(post.format), post);
    };
    EXPECT_EQ(length(x::descriptor), 270U);
    post.link = "https://example.com/a-page-with-a-long-name";
    EXPECT_EQ(length(x::descriptor), 270U + 1 + 23) << "X counts 23 for each link";
    post.format = PostFormat::thread;
    post.thread = {"two"};
    EXPECT_EQ(length(x::descriptor), 270U + 1 + 23);
    post.format = PostFormat::image;
    post.media = files(1);
    EXPECT_EQ(length(linkedin::descriptor), 270U + 1 + post.link.size());
    post.text += " https://example.com/a-page-with-a-long-name";
    EXPECT_EQ(length(x::descriptor), 270U + 1 + 23) << "it stands there already";
    EXPECT_EQ(length(instagram::descriptor), post.text.size()) << "it is shown nowhere";
}

}  // namespace
}  // namespace rostrum::platforms
