#include "platforms/format_fault.hpp"

#include "platforms/media_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::platforms {
namespace {

using Rules = std::vector<const FormatRule*>;

PostIssue thread_not_supported(std::size_t parts) {
    return with_limit(post_error("thread_not_supported", "thread", "There are no threads here."), 0,
                      parts);
}

PostIssue wrong_count(std::string_view bound, std::size_t limit, std::size_t actual) {
    return with_limit(post_error("media_count", "mediaIds",
                                 fmt::format("Such a post takes {} {} {}, and there are {}.", bound,
                                             limit, limit == 1 ? "file" : "files", actual)),
                      limit, actual);
}

bool takes(const FormatRule& rule, MediaKind kind) {
    return find_media_rule(rule, kind) != nullptr;
}

bool takes_all(const FormatRule& rule, const std::vector<MediaFile>& media) {
    return (rule.kinds_mix || !mixes_kinds(media)) &&
           std::ranges::all_of(media,
                               [&](const MediaFile& file) { return takes(rule, file.kind); });
}

/// The formats that the post could become with other files.
Rules open_to(const PostRules& rules, const PostContent& content) {
    Rules out;
    for (const auto& rule : rules.formats) {
        const bool is_asked_for = rule.format == PostFormat::story ||
                                  (rule.format == PostFormat::link && content.link.empty());
        const bool is_thread = rule.format == PostFormat::thread;
        if (!is_asked_for && is_thread == !content.thread.empty()) out.push_back(&rule);
    }
    return out;
}

void add_unknown_kinds(const Rules& rules, const std::vector<MediaFile>& media,
                       std::vector<PostIssue>& issues) {
    for (std::size_t i = 0; i < media.size(); ++i) {
        const auto kind = media[i].kind;
        const bool is_taken =
            std::ranges::any_of(rules, [&](const auto* rule) { return takes(*rule, kind); });
        if (is_taken) continue;
        issues.push_back(post_error("media_kind", fmt::format("mediaIds[{}]", i),
                                    fmt::format("No {} can be posted here.", enum_name(kind))));
    }
}

/// The bound that is nearest: of formats that leave a gap, the smaller one's.
std::optional<PostIssue> count_fault(const Rules& rules, std::size_t count) {
    std::optional<std::size_t> below;
    std::optional<std::size_t> above;
    for (const auto* rule : rules) {
        if (rule->media_max < count) below = std::max(below.value_or(0), rule->media_max);
        if (rule->media_min > count) {
            above = std::min(above.value_or(rule->media_min), rule->media_min);
        }
    }
    if (below) return wrong_count("at most", *below, count);
    if (above) return wrong_count("at least", *above, count);
    return std::nullopt;
}

void add_media_faults(const PostRules& rules, const PostContent& content,
                      std::vector<PostIssue>& issues) {
    const auto& media = content.media;
    auto open = open_to(rules, content);
    const auto before = issues.size();
    add_unknown_kinds(open, media, issues);
    if (issues.size() != before) return;
    std::erase_if(open, [&](const auto* rule) { return !takes_all(*rule, media); });
    if (open.empty()) {
        issues.push_back(post_error("media_kinds_mixed", "mediaIds",
                                    "All files of this post have to be of one kind."));
    } else if (auto fault = count_fault(open, media.size())) {
        issues.push_back(std::move(*fault));
    }
}

}  // namespace

std::vector<PostIssue> why_no_format(const PostRules& rules, const PostContent& content,
                                     std::optional<PostFormat> wanted) {
    if (wanted) {
        return {post_error("format_not_supported", "options.format",
                           fmt::format("There is no {} here.", enum_name(*wanted)))};
    }
    std::vector<PostIssue> issues;
    if (content.thread.empty() || rules.find(PostFormat::thread) != nullptr) {
        add_media_faults(rules, content, issues);
    } else {
        issues.push_back(thread_not_supported(content.thread.size()));
        auto single = content;
        single.thread.clear();
        if (!format_for(rules, single, std::nullopt)) add_media_faults(rules, single, issues);
    }
    if (issues.empty()) {
        issues.push_back(post_error("format_not_supported", "mediaIds",
                                    "The platform has no kind of post for these files."));
    }
    return issues;
}

}  // namespace rostrum::platforms
