#include "platforms/post_rules.hpp"

#include "platforms/media_check.hpp"
#include "platforms/option_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rostrum::platforms {
namespace {

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
        issues.push_back(with_limit(
            post_warning(
                "text_unused", std::move(field),
                fmt::format("A {} has no text here: it is left out.", enum_name(rule.format))),
            0, length));
        return;
    }
    issues.push_back(with_limit(
        post_error(
            "text_too_long", std::move(field),
            fmt::format("The text has {} characters, and {} are allowed.", length, rule.text_max)),
        rule.text_max, length));
}

void check_text(const FormatRule& rule, const PostContent& content,
                std::vector<PostIssue>& issues) {
    check_length(rule, content.text, "content", issues);
    for (std::size_t i = 0; i < content.thread.size(); ++i) {
        const auto field = fmt::format("thread[{}]", i);
        check_length(rule, content.thread[i], field, issues);
        if (is_blank(content.thread[i])) {
            issues.push_back(
                post_error("text_missing", field, "This part of the thread has no text."));
        }
    }
    if (rule.text_required && is_blank(content.text)) {
        issues.push_back(post_error("text_missing", "content", "The post needs a text."));
    }
    if (!content.thread.empty() && rule.format != PostFormat::thread) {
        issues.push_back(
            with_limit(post_error("thread_not_taken", "thread",
                                  fmt::format("A {} is a single post.", enum_name(rule.format))),
                       0, content.thread.size()));
    }
}

void check_marks(const PostRules& rules, const PostContent& content,
                 std::vector<PostIssue>& issues) {
    const auto check = [&](char mark, std::size_t limit, std::string code, std::string_view what) {
        const auto found = count_marked(content.text, mark);
        if (limit == 0 || found <= limit) return;
        issues.push_back(with_limit(
            post_error(std::move(code), "content",
                       fmt::format("The text has {} {}, and {} are allowed.", found, what, limit)),
            limit, found));
    };
    check('#', rules.hashtags_max, "too_many_hashtags", "hashtags");
    check('@', rules.mentions_max, "too_many_mentions", "mentions");
}

void check_title(const FormatRule& rule, const PostContent& content,
                 std::vector<PostIssue>& issues) {
    if (rule.title_required && is_blank(content.title)) {
        issues.push_back(post_error("title_missing", "title", "The post needs a title."));
    }
    const auto length = rule.title_measure(content.title);
    if (length <= rule.title_max) return;
    if (rule.title_max == 0) {
        issues.push_back(with_limit(
            post_warning(
                "title_unused", "title",
                fmt::format("A {} has no title here: it is left out.", enum_name(rule.format))),
            0, length));
        return;
    }
    issues.push_back(
        with_limit(post_error("title_too_long", "title",
                              fmt::format("The title has {} characters, and {} are allowed.",
                                          length, rule.title_max)),
                   rule.title_max, length));
}

void check_link(const FormatRule& rule, const PostContent& content,
                std::vector<PostIssue>& issues) {
    const std::string_view link = content.link;
    if (rule.format == PostFormat::link && link.empty()) {
        issues.push_back(post_error("link_missing", "link", "The post needs a link."));
    }
    if (link.empty() || link.starts_with("https://") || link.starts_with("http://")) return;
    issues.push_back(post_error("link_invalid", "link", "A link begins with https:// or http://."));
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

bool has_error(const std::vector<PostIssue>& issues) {
    return std::ranges::any_of(
        issues, [](const PostIssue& issue) { return issue.severity == Severity::error; });
}

bool text_fits(const FormatRule& rule, const PostContent& content) {
    std::vector<PostIssue> issues;
    check_text(rule, content, issues);
    return !has_error(issues);
}

bool media_fit(const FormatRule& rule, const PostContent& content) {
    std::vector<PostIssue> issues;
    check_media(rule, content.media, issues);
    return !has_error(issues);
}

void add_once(std::span<const std::string_view> more, std::vector<std::string_view>& scopes) {
    for (const auto scope : more) {
        if (std::ranges::find(scopes, scope) == scopes.end()) scopes.push_back(scope);
    }
}

/// The scopes that the values of the options want in place of the format's.
std::vector<std::string_view> scopes_of_values(std::span<const OptionRule> rules,
                                               const PostContent& content) {
    std::vector<std::string_view> scopes;
    for (const auto& rule : rules) {
        if (rule.scopes.empty()) continue;
        const auto* given = content.options.if_contains(rule.name);
        const auto* text = given != nullptr ? given->if_string() : nullptr;
        if (text == nullptr) continue;
        const std::string_view value(text->data(), text->size());
        const auto found = std::ranges::find(rule.scopes, value, &ValueScopes::value);
        if (found != rule.scopes.end()) add_once(found->scopes, scopes);
    }
    return scopes;
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

std::vector<std::string_view> scopes_for(const PostRules& rules, const PostContent& content,
                                         std::string_view account_id) {
    auto scopes = scopes_of_values(rules.options, content);
    const auto* rule = rules.find(content.format);
    if (scopes.empty() && rule != nullptr) add_once(rule->scopes, scopes);
    for (const auto& each : rules.account_scopes) {
        if (account_id.starts_with(each.id_prefix)) add_once(each.scopes, scopes);
    }
    return scopes;
}

std::size_t sent_length(const PostRules& rules, const FormatRule& rule,
                        const PostContent& content) {
    if (rules.sent_text == nullptr) return rule.measure(content.text);
    return rule.measure(rules.sent_text(content));
}

std::optional<PostFormat> format_for(const PostRules& rules, const PostContent& content,
                                     std::optional<PostFormat> wanted) {
    if (wanted) {
        return rules.find(*wanted) != nullptr ? wanted : std::nullopt;
    }
    // What lives for a day only is never chosen for somebody.
    const auto first = [&](auto is_fine) -> std::optional<PostFormat> {
        const auto found = std::ranges::find_if(rules.formats, [&](const FormatRule& rule) {
            return rule.format != PostFormat::story && has_shape(rule, content) && is_fine(rule);
        });
        if (found == rules.formats.end()) return std::nullopt;
        return found->format;
    };
    const auto by_media = [&](const FormatRule& rule) { return media_fit(rule, content); };
    const auto by_all = [&](const FormatRule& rule) {
        return by_media(rule) && text_fits(rule, content);
    };
    if (const auto fitting = first(by_all)) return fitting;
    // A text is mended more easily than a file, so it is the media that decide what it is to be.
    if (const auto fitting = first(by_media)) return fitting;
    // No file fits as it is: what has the shape tells best what is wrong.
    return first([](const FormatRule&) { return true; });
}

}  // namespace rostrum::platforms
