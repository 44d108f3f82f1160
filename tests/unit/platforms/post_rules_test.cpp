#include "platforms/post_rules.hpp"

#include "platforms/text_measure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

namespace rostrum::platforms {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 2> image_types{"image/jpeg", "image/png"};
constexpr std::array<std::string_view, 1> video_types{"video/mp4"};
constexpr std::array<std::string_view, 1> video_codecs{"h264"};
constexpr std::array<std::string_view, 1> audio_codecs{"aac"};
constexpr MediaRule image_rule{.kind = MediaKind::image,
                               .mimes = image_types,
                               .bytes_max = 1000,
                               .bytes_min = 10,
                               .width_min = 320,
                               .width_max = 1440,
                               .height_min = 100,
                               .height_max = 2000,
                               .aspect_min = 0.8,
                               .aspect_max = 1.91};
constexpr MediaRule video_rule{.kind = MediaKind::video,
                               .mimes = video_types,
                               .duration_min = 3s,
                               .duration_max = 90s,
                               .frame_rate_min = 23,
                               .frame_rate_max = 60,
                               .video_codecs = video_codecs,
                               .audio_codecs = audio_codecs};
constexpr MediaRule document_rule{.kind = MediaKind::document, .mimes = {}, .pages_max = 300};
constexpr std::array images{image_rule};
constexpr std::array videos{video_rule};
constexpr std::array both{image_rule, video_rule};
constexpr std::array documents{document_rule};
constexpr std::array<std::string_view, 2> levels{"public", "friends"};
constexpr std::array reel_only{PostFormat::reel};
constexpr std::array options{
    OptionRule{"flag", OptionType::boolean, "d"},
    OptionRule{.name = "number",
               .type = OptionType::integer,
               .description = "d",
               .minimum = 1,
               .maximum = 5},
    OptionRule{
        .name = "word", .type = OptionType::text, .description = "d", .minimum = 2, .maximum = 4},
    OptionRule{"level", OptionType::one_of, "d", levels},
    OptionRule{"open", OptionType::one_of, "d"},
    OptionRule{.name = "tags", .type = OptionType::text_list, .description = "d", .maximum = 2},
    OptionRule{.name = "cover",
               .type = OptionType::text,
               .description = "d",
               .required = true,
               .formats = reel_only},
};
constexpr std::array formats{
    FormatRule{.format = PostFormat::text,
               .text_max = 10,
               .measure = by_code_points,
               .text_required = true},
    FormatRule{.format = PostFormat::link, .text_max = 10, .measure = by_code_points},
    FormatRule{.format = PostFormat::image,
               .text_max = 20,
               .measure = by_utf16,
               .media_min = 1,
               .media_max = 1,
               .media = images},
    FormatRule{.format = PostFormat::carousel,
               .text_max = 20,
               .measure = by_bytes,
               .media_min = 2,
               .media_max = 3,
               .media = both},
    FormatRule{.format = PostFormat::story,
               .text_max = 0,
               .measure = by_code_points,
               .media_min = 1,
               .media_max = 1,
               .media = both},
    FormatRule{.format = PostFormat::reel,
               .text_max = 20,
               .measure = by_code_points,
               .media_min = 1,
               .media_max = 1,
               .media = videos,
               .title_max = 5,
               .title_measure = by_code_points,
               .title_required = true},
    FormatRule{.format = PostFormat::document,
               .text_max = 20,
               .media_min = 1,
               .media_max = 1,
               .media = documents},
    FormatRule{.format = PostFormat::thread, .text_max = 10, .measure = by_code_points},
};
constexpr PostRules rules{
    .formats = formats, .hashtags_max = 2, .mentions_max = 1, .options = options};

MediaFile an_image() {
    MediaFile file;
    file.mime = "image/jpeg";
    file.bytes = 500;
    file.width = 1080;
    file.height = 1080;
    return file;
}
MediaFile a_video() {
    MediaFile file;
    file.kind = MediaKind::video;
    file.mime = "video/mp4";
    file.duration_ms = 10'000;
    file.frame_rate = 30;
    file.video_codec = "h264";
    file.audio_codec = "aac";
    return file;
}
MediaFile a_document() {
    MediaFile file;
    file.kind = MediaKind::document;
    file.mime = "application/pdf";
    file.pages = 3;
    return file;
}
PostContent post_of(PostFormat format) {
    PostContent post;
    post.format = format;
    post.text = "text";
    if (format == PostFormat::image) post.media = {an_image()};
    if (format == PostFormat::carousel) post.media = {an_image(), an_image()};
    if (format == PostFormat::link) post.link = "https://a/b";
    if (format == PostFormat::document) post.media = {a_document()};
    if (format == PostFormat::thread) post.thread = {"two"};
    if (format == PostFormat::reel) {
        post.media = {a_video()};
        post.title = "title";
        post.options["cover"] = "abc";
    }
    return post;
}

TEST(TextMeasure, counts_as_platforms_do) {
    constexpr std::string_view text = "a\u00e9\u20ac\U0001F600";
    EXPECT_EQ(code_points(text), 4U);
    EXPECT_EQ(utf16_units(text), 5U);
    EXPECT_EQ(utf8_bytes(text), 10U);
}

TEST(PostRules, posts_within_the_limits_are_fine) {
    for (const auto& format : formats) {
        if (format.format == PostFormat::story) continue;
        const auto issues = check(rules, post_of(format.format));
        EXPECT_TRUE(issues.empty()) << enum_name(format.format) << ": " << issues[0].message;
    }
}

struct Crossing {
    PostFormat format;
    std::function<void(PostContent&)> change;
    std::string code;
    std::string field;
    std::optional<std::int64_t> limit = std::nullopt;
    std::optional<std::int64_t> actual = std::nullopt;
    Severity severity = Severity::error;
};

void expect_issues(const std::vector<Crossing>& rows) {
    for (const auto& row : rows) {
        auto post = post_of(row.format);
        row.change(post);
        const auto issues = check(rules, post);
        ASSERT_EQ(issues.size(), 1U) << row.code << " " << row.field;
        EXPECT_EQ(issues[0].code, row.code);
        EXPECT_EQ(issues[0].field, row.field) << row.code;
        EXPECT_EQ(issues[0].limit, row.limit) << row.code << ": " << issues[0].message;
        EXPECT_EQ(issues[0].actual, row.actual) << row.code << ": " << issues[0].message;
        EXPECT_EQ(issues[0].severity, row.severity) << row.code;
        EXPECT_FALSE(issues[0].message.empty());
    }
}

TEST(PostRules, each_limit_of_texts_is_told) {
    using enum PostFormat;
    expect_issues({
        {text, [](auto& p) { p.text = std::string(11, 'x'); }, "text_too_long", "content", 10, 11},
        {text, [](auto& p) { p.text = " \n"; }, "text_missing", "content"},
        {image, [](auto& p) { p.text = std::string(17, 'x') + "\U0001F600\U0001F600"; },
         "text_too_long", "content", 20, 21},
        {carousel, [](auto& p) { p.text = std::string(18, 'x') + "\u20ac"; }, "text_too_long",
         "content", 20, 21},
        {thread, [](auto& p) { p.thread = {"fine", std::string(11, 'x')}; }, "text_too_long",
         "thread[1]", 10, 11},
        {thread, [](auto& p) { p.thread = {""}; }, "text_missing", "thread[0]"},
        {text, [](auto& p) { p.thread = {"more"}; }, "thread_not_taken", "thread", 0, 1},
        {text, [](auto& p) { p.text = "#a #b #c"; }, "too_many_hashtags", "content", 2, 3},
        {text, [](auto& p) { p.text = "@a @b"; }, "too_many_mentions", "content", 1, 2},
        {reel, [](auto& p) { p.title = "titles"; }, "title_too_long", "title", 5, 6},
        {reel, [](auto& p) { p.title = ""; }, "title_missing", "title"},
        {text, [](auto& p) { p.title = "x"; }, "title_unused", "title", 0, 1, Severity::warning},
        {link, [](auto& p) { p.link = "ftp://a"; }, "link_invalid", "link"},
        {link, [](auto& p) { p.link = ""; }, "link_missing", "link"},
    });
}

TEST(PostRules, marks_within_words_are_none) {
    auto post = post_of(PostFormat::text);
    for (const auto* text : {"a#b c#d#", "a@b.c d@e", "&#39;&#40;", "# # #"}) {
        post.text = text;
        EXPECT_TRUE(check(rules, post).empty()) << text;
    }
}

TEST(PostRules, each_limit_of_files_is_told) {
    using enum PostFormat;
    const auto first = "mediaIds[0]";
    expect_issues({
        {image, [](auto& p) { p.media.clear(); }, "too_few_media", "mediaIds", 1, 0},
        {carousel, [](auto& p) { p.media = {an_image(), an_image(), an_image(), an_image()}; },
         "too_many_media", "mediaIds", 3, 4},
        {carousel, [](auto& p) { p.media[1] = a_video(); }, "media_kinds_mixed", "mediaIds"},
        {image, [](auto& p) { p.media[0] = a_video(); }, "media_kind", first},
        {image, [](auto& p) { p.media[0].mime = "image/gif"; }, "media_type", first},
        {image, [](auto& p) { p.media[0].bytes = 1001; }, "media_bytes", first, 1000, 1001},
        {image, [](auto& p) { p.media[0].bytes = 9; }, "media_bytes", first, 10, 9},
        {carousel, [](auto& p) { p.media[1].width = 1441; }, "media_width", "mediaIds[1]", 1440,
         1441},
        {image, [](auto& p) { p.media[0].width = p.media[0].height = 319; }, "media_width", first,
         320, 319},
        {image,
         [](auto& p) {
             p.media[0].height = 2001;
             p.media[0].width.reset();
         },
         "media_height", first, 2000, 2001},
        {image,
         [](auto& p) {
             p.media[0].height = 99;
             p.media[0].width.reset();
         },
         "media_height", first, 100, 99},
        {image, [](auto& p) { p.media[0].height = 1400; }, "media_aspect", first, 80, 77},
        {image, [](auto& p) { p.media[0].height = 500; }, "media_aspect", first, 191, 216},
        {reel, [](auto& p) { p.media[0].duration_ms = 2'999; }, "media_duration", first, 3'000,
         2'999},
        {reel, [](auto& p) { p.media[0].duration_ms = 90'001; }, "media_duration", first, 90'000,
         90'001},
        {reel, [](auto& p) { p.media[0].frame_rate = 15; }, "media_frame_rate", first, 2'300,
         1'500},
        {reel, [](auto& p) { p.media[0].frame_rate = 61; }, "media_frame_rate", first, 6'000,
         6'100},
        {reel, [](auto& p) { p.media[0].video_codec = "vp9"; }, "media_video_codec", first},
        {reel, [](auto& p) { p.media[0].audio_codec = "opus"; }, "media_audio_codec", first},
        {document, [](auto& p) { p.media[0].pages = 301; }, "media_pages", first, 300, 301},
    });
}

TEST(PostRules, what_was_not_probed_is_let_through) {
    auto post = post_of(PostFormat::reel);
    post.media[0].duration_ms.reset();
    post.media[0].frame_rate.reset();
    post.media[0].video_codec.clear();
    post.media[0].audio_codec.clear();
    EXPECT_TRUE(check(rules, post).empty());
}

TEST(PostRules, an_aspect_that_is_nearly_right_is) {
    auto post = post_of(PostFormat::image);
    post.media[0].height = 566;
    EXPECT_TRUE(check(rules, post).empty()) << "1.908, which people call 1.91";
}

TEST(PostRules, each_limit_of_options_is_told) {
    using enum PostFormat;
    const auto set = [](std::string name, json::value value) {
        return [=](PostContent& post) { post.options[name] = value; };
    };
    expect_issues({
        {text, set("colour", "red"), "option_unknown", "options.colour"},
        {text, set("flag", 1), "option_invalid", "options.flag"},
        {text, set("number", "1"), "option_invalid", "options.number"},
        {text, set("number", 0), "option_out_of_range", "options.number", 1, 0},
        {text, set("number", 6), "option_out_of_range", "options.number", 5, 6},
        {text, set("word", "a"), "option_out_of_range", "options.word", 2, 1},
        {text, set("word", "abcde"), "option_out_of_range", "options.word", 4, 5},
        {text, set("word", 5), "option_invalid", "options.word"},
        {text, set("level", "secret"), "option_invalid", "options.level"},
        {text, set("open", json::object{}), "option_invalid", "options.open"},
        {text, set("tags", json::array{"a", 1}), "option_invalid", "options.tags"},
        {text, set("tags", json::array{"a", "b", "c"}), "option_out_of_range", "options.tags", 2,
         3},
        {text, set("cover", "x"), "option_unused", "options.cover", std::nullopt, std::nullopt,
         Severity::warning},
        {reel, [](auto& p) { p.options.erase("cover"); }, "option_missing", "options.cover"},
    });
}

TEST(PostRules, options_within_their_limits_are_fine) {
    auto post = post_of(PostFormat::text);
    post.options = {{"format", "text"},
                    {"flag", true},
                    {"number", 5},
                    {"word", "abcd"},
                    {"level", "public"},
                    {"open", "anything"},
                    {"tags", json::array{"a", "b"}}};
    EXPECT_TRUE(check(rules, post).empty());
}

TEST(PostRules, a_text_that_is_left_out_is_warned_of) {
    auto post = post_of(PostFormat::story);
    post.media = {an_image()};
    const auto issues = check(rules, post);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, "text_unused");
    EXPECT_EQ(issues[0].severity, Severity::warning);
}

TEST(PostRules, a_format_that_is_not_there_is_told) {
    const auto issues = check(rules, post_of(PostFormat::video));
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, "format_not_supported");
    EXPECT_EQ(rules.find(PostFormat::video), nullptr);
}

TEST(FormatFor, what_fits_first_is_taken) {
    struct Row {
        std::vector<MediaFile> media;
        std::string link;
        std::vector<std::string> thread;
        std::optional<PostFormat> wanted;
        std::optional<PostFormat> format;
        std::string_view reason;
    };
    using enum PostFormat;
    auto wide = an_image();
    wide.height = 100;
    const Row rows[] = {
        {{}, "", {}, {}, text, "a text alone"},
        {{}, "https://a", {}, {}, text, "in the order of preference"},
        {{an_image()}, "", {}, {}, PostFormat::image, "one image"},
        {{wide}, "", {}, {}, PostFormat::image, "not a story, though it would fit there"},
        {{a_video()}, "", {}, {}, reel, "one video"},
        {{an_image(), an_image()}, "", {}, {}, carousel, "two images"},
        {{an_image(), a_video()}, "", {}, {}, {}, "kinds do not mix here"},
        {{an_image(), an_image(), an_image(), an_image()},
         "",
         {},
         {},
         {},
         "too many for everything"},
        {{a_document()}, "", {}, {}, PostFormat::document, "a document"},
        {{}, "", {"two"}, {}, thread, "parts"},
        {{an_image()}, "", {}, story, story, "as it was asked for"},
        {{an_image()}, "", {}, PostFormat::video, {}, "asked for, and not there"},
    };
    for (const auto& row : rows) {
        PostContent post;
        post.text = "text";
        post.media = row.media;
        post.link = row.link;
        post.thread = row.thread;
        EXPECT_EQ(format_for(rules, post, row.wanted), row.format) << row.reason;
    }
}

TEST(FormatFor, a_later_format_is_taken_when_the_first_does_not_fit) {
    PostContent post;
    post.text = "text";
    post.link = "https://a";
    constexpr std::array two{
        FormatRule{.format = PostFormat::text, .text_max = 3, .measure = by_code_points},
        FormatRule{.format = PostFormat::link, .text_max = 10, .measure = by_code_points},
    };
    EXPECT_EQ(format_for({.formats = two}, post, {}), PostFormat::link);
    post.text = std::string(20, 'x');
    EXPECT_EQ(format_for({.formats = two}, post, {}), PostFormat::text) << "neither fits";
}

}  // namespace
}  // namespace rostrum::platforms
