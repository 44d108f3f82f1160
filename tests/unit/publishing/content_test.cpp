#include "publishing/content.hpp"

#include "platforms/text_measure.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rostrum::publishing {
namespace {

constexpr std::array formats{
    platforms::FormatRule{.format = platforms::PostFormat::text,
                          .text_max = 100,
                          .measure = platforms::by_code_points},
    platforms::FormatRule{.format = platforms::PostFormat::story,
                          .text_max = 0,
                          .measure = platforms::by_code_points},
};
constexpr platforms::PostRules rules{.formats = formats};

TEST(Content, hashtags_are_single_words) {
    EXPECT_EQ(tidy_hashtag("#one"), "one");
    EXPECT_EQ(tidy_hashtag("f\u00fcnf_5"), "f\u00fcnf_5");
    for (const auto* text : {"", "#", "two words", "a-b", "a#b"}) {
        EXPECT_FALSE(tidy_hashtag(text)) << text;
    }
    EXPECT_FALSE(tidy_hashtag(std::string(151, 'x')));
}

TEST(Content, a_variant_replaces_what_it_names) {
    PostRow post;
    post.content = "post";
    post.title = "title";
    post.link = "https://a";
    TargetRow target;
    auto made = compose(post, target, {}, rules).content;
    EXPECT_EQ(made.text, "post");
    EXPECT_EQ(made.title, "title");
    EXPECT_EQ(made.link, "https://a");
    target.content = "own";
    target.title = "";
    target.options = json::object{{"a", 1}};
    made = compose(post, target, {}, rules).content;
    EXPECT_EQ(made.text, "own");
    EXPECT_EQ(made.title, "");
    EXPECT_EQ(made.options.at("a"), 1);
}

TEST(Content, hashtags_are_added_once) {
    PostRow post;
    post.hashtags = {"one", "two"};
    struct Row {
        std::string_view text;
        std::string_view made;
    };
    const Row rows[] = {
        {"", "#one #two"},
        {"text", "text\n\n#one #two"},
        {"text\n", "text\n\n#one #two"},
        {"#One here", "#One here\n\n#two"},
        {"#onerous", "#onerous\n\n#one #two"},
        {"#two #one", "#two #one"},
    };
    for (const auto& row : rows) {
        post.content = row.text;
        EXPECT_EQ(compose(post, {}, {}, rules).content.text, row.made) << row.text;
    }
    TargetRow story;
    story.format = platforms::PostFormat::story;
    post.content = "";
    EXPECT_EQ(compose(post, story, {}, rules).content.text, "") << "it has no text";
}

TEST(Content, a_format_can_be_asked_for) {
    EXPECT_EQ(wanted_format(json::object{{"format", "story"}}), platforms::PostFormat::story);
    EXPECT_FALSE(wanted_format(json::object{{"format", "cinema"}}));
    EXPECT_FALSE(wanted_format(json::object{{"format", 1}}));
    EXPECT_FALSE(wanted_format(json::object{}));
    TargetRow target;
    target.options = json::object{{"format", "reel"}};
    EXPECT_FALSE(compose({}, target, {}, rules).has_format);
}

}  // namespace
}  // namespace rostrum::publishing
