#include "platforms/post_rules.hpp"

#include "platforms/media_check.hpp"
#include "platforms/option_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rostrum::platforms {
namespace {

std::int64_t to_number(std::size_t value) { return static_cast<std::int64_t>(value); }

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

/// How many words of the text begin with `mark`.
std::size_t count_marked(std::string_view text, char mark) {
    std::size_t found = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const bool begins = i == 0 || (!is_word(text[i - 1]) && text[i - 1] != '&');
        if (text[i] == mark && begins && is_word(text[i + 1])) ++found;
    }
    return found;
}

void check_length(const FormatRule& rule, std::string_view text, std::string field,
                  std::vector<PostIssue>& issues) {
    const auto length = rule.measure(text);
    if (length <= rule.text_max) return;
    if (rule.text_max == 0) {
        issues.push_back(
            {"text_unused", Severity::warning, std::move(field),
             fmt::format("A {} has no text here: it is left out.", enum_name(rule.format)), 0,
             to_number(length)});
        return;
    }
    issues.push_back(
        {"text_too_long", Severity::error, std::move(field),
         fmt::format("The text has {} characters, and {} are allowed.", length, rule.text_max),
         to_number(rule.text_max), to_number(length)});
}

void check_text(const FormatRule& rule, const PostContent& content,
                std::vector<PostIssue>& issues) {
    check_length(rule, content.text, "content", issues);
    for (std::size_t i = 0; i < content.thread.size(); ++i) {
        const auto field = fmt::format("thread[{}]", i);
        check_length(rule, content.thread[i], field, issues);
        if (is_blank(content.thread[i])) {
            issues.push_back({"text_missing", Severity::error, field,
                              "This part of the thread has no text.", std::nullopt, std::nullopt});
        }
    }
    if (rule.text_required && is_blank(content.text)) {
        issues.push_back({"text_missing", Severity::error, "content", "The post needs a text.",
                          std::nullopt, std::nullopt});
    }
    if (!content.thread.empty() && rule.format != PostFormat::thread) {
        issues.push_back({"thread_not_taken", Severity::error, "thread",
                          fmt::format("A {} is a single post.", enum_name(rule.format)), 0,
                          to_number(content.thread.size())});
    }
}

void check_marks(const PostRules& rules, const PostContent& content,
                 std::vector<PostIssue>& issues) {
    const auto check = [&](char mark, std::size_t limit, std::string code, std::string_view what) {
        const auto found = count_marked(content.text, mark);
        if (limit == 0 || found <= limit) return;
        issues.push_back(
            {std::move(code), Severity::error, "content",
             fmt::format("The text has {} {}, and {} are allowed.", found, what, limit),
             to_number(limit), to_number(found)});
    };
    check('#', rules.hashtags_max, "too_many_hashtags", "hashtags");
    check('@', rules.mentions_max, "too_many_mentions", "mentions");
}

void check_title(const FormatRule& rule, const PostContent& content,
                 std::vector<PostIssue>& issues) {
    if (rule.title_required && is_blank(content.title)) {
        issues.push_back({"title_missing", Severity::error, "title", "The post needs a title.",
                          std::nullopt, std::nullopt});
    }
    const auto length = rule.title_measure(content.title);
    if (length <= rule.title_max) return;
    if (rule.title_max == 0) {
        issues.push_back(
            {"title_unused", Severity::warning, "title",
             fmt::format("A {} has no title here: it is left out.", enum_name(rule.format)), 0,
             to_number(length)});
        return;
    }
    issues.push_back(
        {"title_too_long", Severity::error, "title",
         fmt::format("The title has {} characters, and {} are allowed.", length, rule.title_max),
         to_number(rule.title_max), to_number(length)});
}

void check_link(const FormatRule& rule, const PostContent& content,
                std::vector<PostIssue>& issues) {
    const std::string_view link = content.link;
    if (rule.format == PostFormat::link && link.empty()) {
        issues.push_back({"link_missing", Severity::error, "link", "The post needs a link.",
                          std::nullopt, std::nullopt});
    }
    if (link.empty() || link.starts_with("https://") || link.starts_with("http://")) return;
    issues.push_back({"link_invalid", Severity::error, "link",
                      "A link begins with https:// or http://.", std::nullopt, std::nullopt});
}

/// Whether such a number of such kinds of media, and such parts of text, can become this format.
bool has_shape(const FormatRule& rule, const PostContent& content) {
    const auto count = content.media.size();
    if (count < rule.media_min || count > rule.media_max) return false;
    if (rule.format == PostFormat::link && content.link.empty()) return false;
    if ((rule.format == PostFormat::thread) == content.thread.empty()) return false;
    if (!rule.kinds_mix && mixes_kinds(content.media)) return false;
    return std::ranges::all_of(content.media, [&](const MediaFile& file) {
        return find_media_rule(rule, file.kind) != nullptr;
    });
}

bool fits(const FormatRule& rule, const PostContent& content) {
    std::vector<PostIssue> issues;
    check_text(rule, content, issues);
    check_media(rule, content.media, issues);
    return std::ranges::none_of(
        issues, [](const PostIssue& issue) { return issue.severity == Severity::error; });
}

}  // namespace

const FormatRule* PostRules::find(PostFormat format) const {
    const auto found = std::ranges::find(formats, format, &FormatRule::format);
    return found != formats.end() ? &*found : nullptr;
}

std::vector<PostIssue> check(const PostRules& rules, const PostContent& content) {
    const auto* rule = rules.find(content.format);
    if (rule == nullptr) {
        return {{"format_not_supported", Severity::error, "options.format",
                 fmt::format("There is no {} here.", enum_name(content.format)), std::nullopt,
                 std::nullopt}};
    }
    std::vector<PostIssue> issues;
    check_text(*rule, content, issues);
    check_marks(rules, content, issues);
    check_title(*rule, content, issues);
    check_link(*rule, content, issues);
    check_media(*rule, content.media, issues);
    check_options(rules.options, content, issues);
    return issues;
}

std::optional<PostFormat> format_for(const PostRules& rules, const PostContent& content,
                                     std::optional<PostFormat> wanted) {
    if (wanted) {
        return rules.find(*wanted) != nullptr ? wanted : std::nullopt;
    }
    // What lives for a day only is never chosen for somebody.
    const auto offered = [&](const FormatRule& rule) {
        return rule.format != PostFormat::story && has_shape(rule, content);
    };
    const auto fitting = std::ranges::find_if(rules.formats, [&](const FormatRule& rule) {
        return offered(rule) && fits(rule, content);
    });
    if (fitting != rules.formats.end()) return fitting->format;
    // Nothing fits as it is: what has the shape tells best what is wrong.
    const auto shaped = std::ranges::find_if(rules.formats, offered);
    if (shaped != rules.formats.end()) return shaped->format;
    return std::nullopt;
}

}  // namespace rostrum::platforms
