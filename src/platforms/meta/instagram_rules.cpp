#include "platforms/meta/instagram_rules.hpp"

#include "platforms/meta/publish_steps.hpp"

#include <fmt/format.h>

#include <cctype>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

constexpr std::size_t collaborators_max = 3;
constexpr std::size_t alt_text_max = 1'000;
/// The app itself was seen to allow no more.
constexpr std::size_t hashtags_advised = 5;

void check_story(const PostContent& content, std::vector<PostIssue>& out) {
    if (content.format != PostFormat::story || content.text.empty()) return;
    out.push_back(
        post_warning("text_not_shown", "content", "A story has no caption: the text is left out."));
}

bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

/// How the tags of a caption are counted.
struct Tags {
    std::size_t all = 0;     ///< as Instagram does: "#rye#bread" has two
    std::size_t spaced = 0;  ///< those that the rules that are data count: no word before them
};
Tags count_tags(std::string_view text, char mark) {
    Tags found;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] != mark || !is_word(text[i + 1])) continue;
        ++found.all;
        if (i == 0 || (!is_word(text[i - 1]) && text[i - 1] != '&')) ++found.spaced;
    }
    return found;
}

/// What the rules that are data say already is not said again.
void check_tags(const PostContent& content, char mark, std::size_t limit, std::string_view what,
                std::vector<PostIssue>& out) {
    const auto found = count_tags(content.text, mark);
    if (found.all <= limit || found.spaced > limit) return;
    out.push_back(with_limit(
        post_error(
            fmt::format("too_many_{}", what), "content",
            fmt::format("The text has {} {}, also without spaces between them, and {} are allowed.",
                        found.all, what, limit)),
        limit, found.all));
}

void check_caption(const PostContent& content, std::vector<PostIssue>& out) {
    if (content.format == PostFormat::story) return;
    check_tags(content, '#', caption_hashtags_max, "hashtags", out);
    check_tags(content, '@', caption_mentions_max, "mentions", out);
    const auto hashtags = count_tags(content.text, '#').all;
    if (hashtags <= hashtags_advised || hashtags > caption_hashtags_max) return;
    out.push_back(with_limit(
        post_warning("many_hashtags", "content", "Instagram may show no more than 5 hashtags."),
        hashtags_advised, hashtags));
}

void check_alt_texts(const PostContent& content, std::vector<PostIssue>& out) {
    for (std::size_t i = 0; i < content.media.size(); ++i) {
        const auto length = utf8::count(content.media[i].alt_text);
        if (length <= alt_text_max) continue;
        out.push_back(
            with_limit(post_error("alt_text_too_long", fmt::format("mediaIds[{}]", i),
                                  "Instagram takes descriptions of at most 1,000 characters."),
                       alt_text_max, length));
    }
}

}  // namespace

std::vector<PostIssue> check_instagram(const PostContent& content, const json::object& account) {
    std::vector<PostIssue> out;
    check_story(content, out);
    check_caption(content, out);
    check_alt_texts(content, out);
    const auto collaborators = list_in(content.options, "collaborators");
    if (collaborators.size() > collaborators_max) {
        out.push_back(with_limit(post_error("too_many_collaborators", "options.collaborators",
                                            "Instagram takes three collaborators at most."),
                                 collaborators_max, collaborators.size()));
    }
    if (!content.link.empty()) {
        out.push_back(
            post_warning("link_not_shown", "link",
                         "Instagram shows no links: put it into the text, or leave it out."));
    }
    if (account.contains("left") && number_in(account, "left") <= 0) {
        out.push_back(
            post_warning("daily_limit", "targets",
                         "Instagram's limit of posts in 24 hours is used up: the post waits "
                         "until it moves."));
    }
    return out;
}

}  // namespace rostrum::platforms::meta
