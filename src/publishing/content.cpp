#include "publishing/content.hpp"

#include "core/utf8.hpp"
#include "publishing/limits.hpp"

#include <algorithm>
#include <cctype>

namespace rostrum::publishing {
namespace {

bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

char to_lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return to_lower(c); });
    return out;
}

/// Whether a text has a hashtag as a whole word, in either case.
bool has_hashtag(std::string_view text, std::string_view tag) {
    const std::string lower = to_lower(text);
    const std::string mark = "#" + to_lower(tag);
    for (auto at = lower.find(mark); at != std::string::npos; at = lower.find(mark, at + 1)) {
        const auto end = at + mark.size();
        if (end == lower.size() || !is_word(lower[end])) return true;
    }
    return false;
}

std::string with_hashtags(std::string text, const std::vector<std::string>& hashtags) {
    std::string added;
    for (const auto& tag : hashtags) {
        if (has_hashtag(text, tag) || has_hashtag(added, tag)) continue;
        if (!added.empty()) added += ' ';
        added += "#" + tag;
    }
    if (added.empty()) return text;
    if (!text.empty()) text += text.ends_with('\n') ? "\n" : "\n\n";
    return text + added;
}

}  // namespace

std::optional<std::string> tidy_hashtag(std::string_view text) {
    while (text.starts_with('#')) text.remove_prefix(1);
    if (text.empty() || utf8::count(text) > hashtag_max) return std::nullopt;
    if (!std::ranges::all_of(text, is_word)) return std::nullopt;
    return std::string(text);
}

const std::vector<std::string>& media_of(const PostRow& post, const TargetRow& target) {
    return target.media_ids ? *target.media_ids : post.media_ids;
}

std::vector<MediaId> media_ids_of(const std::vector<std::string>& texts) {
    std::vector<MediaId> ids;
    for (const auto& text : texts) {
        if (const auto id = parse_id<MediaId>(text)) ids.push_back(*id);
    }
    return ids;
}

std::optional<platforms::PostFormat> wanted_format(const json::value& options) {
    const auto* object = options.if_object();
    const auto* named = object != nullptr ? object->if_contains("format") : nullptr;
    const auto* text = named != nullptr ? named->if_string() : nullptr;
    if (text == nullptr) return std::nullopt;
    return parse_enum<platforms::PostFormat>({text->data(), text->size()});
}

Composed compose(const PostRow& post, const TargetRow& target,
                 std::vector<platforms::MediaFile> media, const platforms::PostRules& rules) {
    Composed out;
    auto& content = out.content;
    content.title = target.title ? *target.title : post.title.value_or("");
    content.text = target.content ? *target.content : post.content;
    content.thread = target.thread ? *target.thread : post.thread;
    content.link = target.link ? *target.link : post.link.value_or("");
    content.media = std::move(media);
    if (const auto* options = target.options.if_object()) content.options = *options;
    const auto format =
        target.format ? target.format : format_for(rules, content, wanted_format(target.options));
    if (!format) return out;
    out.has_format = true;
    content.format = *format;
    const auto* rule = rules.find(*format);
    if (rule != nullptr && rule->text_max > 0) {
        content.text = with_hashtags(std::move(content.text), post.hashtags);
    }
    return out;
}

}  // namespace rostrum::publishing
