#include "platforms/tiktok/rules.hpp"

#include "core/utf8.hpp"
#include "platforms/json_fields.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

using Issues = std::vector<PostIssue>;

void check_level(const PostContent& content, const json::object& account, Issues& out) {
    const auto level = text_option(content, "privacyLevel");
    if (level.empty()) {
        out.push_back(
            post_error("option_missing", "options.privacyLevel", "This option has to be given."));
    }
    const auto* levels = find_list(account, "privacyLevels");
    if (levels != nullptr && !level.empty()) {
        const bool is_offered =
            std::ranges::any_of(*levels, [&](const auto& one) { return text_of(one) == level; });
        if (!is_offered) {
            out.push_back(post_error("privacy_level_not_offered", "options.privacyLevel",
                                     "TikTok does not offer this account that privacy level."));
        }
    }
    // No error of the platform's is known for it, but its guidelines forbid it.
    if (level == level_self && flag_option(content, "brandContentToggle", false)) {
        out.push_back(post_error("branded_content_private", "options.brandContentToggle",
                                 "Branded content cannot be for oneself only."));
    }
}

/// What the creator has turned off for all posts cannot be allowed for one.
void check_interactions(const PostContent& content, const json::object& account, Issues& out) {
    struct Row {
        std::string_view option;
        std::string_view account;
        std::string_view message;
    };
    constexpr std::array rows{
        Row{"disableComment", "commentDisabled", "The account does not allow comments."},
        Row{"disableDuet", "duetDisabled", "The account does not allow duets."},
        Row{"disableStitch", "stitchDisabled", "The account does not allow stitches."},
    };
    for (const auto& row : rows) {
        if (!is_video(content) && row.option != rows.front().option) continue;
        const auto* is_off = find_field(account, row.account);
        if (is_off == nullptr || !is_off->is_bool() || !is_off->as_bool()) continue;
        if (flag_option(content, row.option, true)) continue;
        out.push_back(post_error("option_not_allowed", "options." + std::string(row.option),
                                 std::string(row.message)));
    }
}

void check_duration(const PostContent& content, const json::object& account, Issues& out) {
    const auto* longest = find_field(account, "maxVideoSeconds");
    const auto limit = longest != nullptr ? whole_number_of(*longest) : std::nullopt;
    for (std::size_t i = 0; limit && i < content.media.size(); ++i) {
        const auto duration = content.media[i].duration_ms;
        if (content.media[i].kind != MediaKind::video || duration.value_or(0) <= *limit * 1'000) {
            continue;
        }
        out.push_back(
            with_limit(post_error("media_duration", "mediaIds[" + std::to_string(i) + ']',
                                  "TikTok takes no video of this length from this account."),
                       *limit * 1'000, *duration));
    }
}

void check_cover(const PostContent& content, Issues& out) {
    const auto index = number_option(content, "photoCoverIndex");
    if (!is_video(content) && index && std::cmp_greater_equal(*index, content.media.size())) {
        out.push_back(with_limit(post_error("option_out_of_range", "options.photoCoverIndex",
                                            "The post has no such photo."),
                                 std::ssize(content.media) - 1, *index));
    }
    const auto at = number_option(content, "videoCoverTimestampMs");
    if (!is_video(content) || !at || content.media.empty()) return;
    if (const auto duration = content.media.front().duration_ms; duration && *at > *duration) {
        out.push_back(with_limit(
            post_warning("option_out_of_range", "options.videoCoverTimestampMs",
                         "The video has no such frame: TikTok would take the first one."),
            *duration, *at));
    }
}

/// The inbox takes no text with a video.
void check_draft_text(const PostContent& content, Issues& out) {
    if (!is_video(content) || content.text.empty()) return;
    out.push_back(with_limit(
        post_warning("text_unused", "content",
                     "A video's draft has no text at TikTok: it is left out, and written in the "
                     "app."),
        0, utf8::count(content.text)));
}

}  // namespace

std::vector<PostIssue> check_post(const PostContent& content, const json::object& account) {
    Issues out;
    check_duration(content, account, out);
    check_cover(content, out);
    // Everything else of a draft is chosen in the app.
    if (is_draft(content)) {
        check_draft_text(content, out);
        return out;
    }
    check_level(content, account, out);
    check_interactions(content, account, out);
    return out;
}

}  // namespace rostrum::platforms::tiktok
