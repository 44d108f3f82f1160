#include "platforms/x/post_rules.hpp"

#include "core/utf8.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/thread_split.hpp"
#include "platforms/x/descriptor.hpp"
#include "platforms/x/text_length.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::x {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::uint64_t image_bytes_max = 5 * mib;
constexpr std::uint64_t gif_bytes_max = 15 * mib;
/// A thousand segments of 4 MB, which others send; with 5 MB some met a 413.
constexpr std::uint64_t video_bytes_max = 4'000'000'000;
constexpr std::int64_t gif_width_max = 1'280;
constexpr std::int64_t gif_height_max = 1'080;
// Up to here every account may go; since September 2026 others may go further, which the
// documents do not agree about.
constexpr std::uint64_t video_bytes_usual = 512 * mib;
constexpr std::int64_t video_ms_usual = 140'000;
constexpr std::size_t poll_choices_min = 2;
constexpr std::size_t poll_choices_max = 4;
constexpr std::size_t poll_choice_max = 25;

constexpr std::string_view gif = "image/gif";
constexpr std::array<std::string_view, 4> image_mimes{"image/jpeg", "image/png", "image/webp", gif};
constexpr std::array<std::string_view, 2> video_mimes{"video/mp4", "video/quicktime"};
constexpr std::array<std::string_view, 1> video_codecs{"h264"};
constexpr std::array<std::string_view, 1> audio_codecs{"aac"};

constexpr MediaRule image_rule{
    .kind = MediaKind::image, .mimes = image_mimes, .bytes_max = gif_bytes_max};
constexpr MediaRule video_rule{.kind = MediaKind::video,
                               .mimes = video_mimes,
                               .bytes_max = video_bytes_max,
                               .width_min = 32,
                               .height_min = 32,
                               .aspect_min = 1.0 / 3,
                               .aspect_max = 3,
                               .duration_min = std::chrono::milliseconds{500},
                               .duration_max = std::chrono::minutes{125},
                               .frame_rate_max = 60,
                               .video_codecs = video_codecs,
                               .audio_codecs = audio_codecs};
constexpr std::array images{image_rule};
constexpr std::array videos{video_rule};
constexpr std::array images_or_video{image_rule, video_rule};

constexpr std::array<std::string_view, 1> text_scopes{scope_write};
constexpr std::array<std::string_view, 2> media_scopes{scope_write, scope_media};

constexpr std::array<std::string_view, 4> reply_settings{"following", "mentionedUsers",
                                                         "subscribers", "verified"};
constexpr std::array<PostFormat, 1> only_text{PostFormat::text};

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The data of the rules measure the text without its link.
void check_link_fits(const PostContent& content, const std::string& first,
                     std::vector<PostIssue>& out) {
    const auto length = text_length(first);
    if (length <= text_max || text_length(content.text) > text_max) return;
    out.push_back(with_limit(
        post_error("text_too_long", "content", "With its link the text is too long for X."),
        text_max, length));
}

void check_texts(const std::vector<std::string>& texts, std::vector<PostIssue>& out) {
    if (texts.size() > thread_parts_max) {
        out.push_back(
            with_limit(post_error("thread_too_long", "content", "The thread has too many posts."),
                       thread_parts_max, texts.size()));
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& text = texts[i];
        const auto field = i == 0 ? std::string("content") : fmt::format("thread[{}]", i - 1);
        if (has_invalid_character(text)) {
            out.push_back(post_error("text_invalid", field,
                                     "The text has a character that X does not accept, such as a "
                                     "byte order mark."));
        }
        if (const auto tags = count_cashtags(text); tags > 1) {
            out.push_back(with_limit(
                post_warning("cashtags", field,
                             "X takes one cashtag in a post, unless the app has a contract."),
                1, tags));
        }
    }
    for (std::size_t i = 1; i < texts.size(); ++i) {
        if (std::find(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(i), texts[i]) !=
            texts.begin() + static_cast<std::ptrdiff_t>(i)) {
            out.push_back(
                post_error("text_repeated", fmt::format("thread[{}]", i - 1),
                           "X refuses a text that was just posted; this one is in the thread "
                           "twice."));
        }
    }
    if (std::ranges::any_of(texts, has_link)) {
        out.push_back(
            post_warning("link_costs", "content",
                         "X charges the operator more than ten times as much for a post with a "
                         "link."));
    }
}

void check_image(const MediaFile& file, const std::string& field, std::vector<PostIssue>& out) {
    if (file.mime != gif) {
        if (file.bytes > image_bytes_max) {
            out.push_back(
                with_limit(post_error("media_bytes", field, "X takes images of 5 MB at most."),
                           image_bytes_max, file.bytes));
        }
        return;
    }
    const auto check_side = [&](std::int64_t pixels, std::int64_t limit) {
        if (pixels <= limit) return;
        out.push_back(with_limit(
            post_error("media_size", field, "X takes GIFs of 1280 by 1080 pixels at most."), limit,
            pixels));
    };
    check_side(file.width.value_or(0), gif_width_max);
    check_side(file.height.value_or(0), gif_height_max);
}

void check_video(const MediaFile& file, const std::string& field, std::vector<PostIssue>& out) {
    if (file.bytes > video_bytes_usual) {
        out.push_back(
            with_limit(post_warning("media_bytes", field,
                                    "Some accounts may not post a video of more than 512 MB."),
                       video_bytes_usual, file.bytes));
    }
    if (file.duration_ms.value_or(0) > video_ms_usual) {
        out.push_back(
            with_limit(post_warning("media_duration", field,
                                    "Some accounts may not post a video of more than 140 seconds."),
                       video_ms_usual, *file.duration_ms));
    }
}

void check_media(const PostContent& content, std::vector<PostIssue>& out) {
    for (std::size_t i = 0; i < content.media.size(); ++i) {
        const auto& file = content.media[i];
        const auto field = fmt::format("mediaIds[{}]", i);
        if (file.kind == MediaKind::image) check_image(file, field, out);
        if (file.kind == MediaKind::video) check_video(file, field, out);
        if (content.media.size() > 1 && (file.kind == MediaKind::video || file.mime == gif)) {
            out.push_back(with_limit(
                post_error("media_mix", field, "X takes a GIF or a video only by itself."), 1,
                content.media.size()));
        }
        if (const auto length = utf8::count(file.alt_text); length > alt_text_max) {
            out.push_back(
                with_limit(post_error("alt_text_too_long", field,
                                      "X takes descriptions of 1,000 characters at most."),
                           alt_text_max, length));
        }
    }
}

void check_poll(const PostContent& content, std::vector<PostIssue>& out) {
    const auto field = fmt::format("options.{}", option_poll);
    const auto* choices = find_list(content.options, option_poll);
    if (choices == nullptr || choices->empty()) return;
    if (!content.media.empty()) {
        out.push_back(post_error("poll_with_media", field, "X takes no files beside a poll."));
    }
    const auto limit = std::clamp(choices->size(), poll_choices_min, poll_choices_max);
    if (choices->size() != limit) {
        out.push_back(with_limit(post_error("poll_choices", field, "A poll has 2 to 4 choices."),
                                 limit, choices->size()));
    }
    for (const auto& choice : *choices) {
        const auto length = utf8::count(text_of(choice));
        const auto nearest = std::clamp<std::size_t>(length, 1, poll_choice_max);
        if (length == nearest) continue;
        out.push_back(with_limit(
            post_error("poll_choice_length", field, "A choice of a poll has 1 to 25 characters."),
            nearest, length));
    }
}

void check_ids(const PostContent& content, std::vector<PostIssue>& out) {
    for (const auto name : {option_reply_to, option_community}) {
        const auto id = text_of(content.options, name);
        if (id.empty() || is_digits(id)) continue;
        out.push_back(post_error("option_invalid", fmt::format("options.{}", name),
                                 "An id at X consists of digits."));
    }
}

/// A link stands in the text already when somebody wrote it there.
std::string with_link(const PostContent& content) {
    if (content.link.empty() || content.text.contains(content.link)) return content.text;
    return content.text.empty() ? content.link : content.text + '\n' + content.link;
}

}  // namespace

constinit const std::array<FormatRule, 6> post_formats{
    FormatRule{.format = PostFormat::text,
               .text_max = text_max,
               .measure = by_weight,
               .text_required = true,
               .scopes = text_scopes},
    FormatRule{.format = PostFormat::link,
               .text_max = text_max,
               .measure = by_weight,
               .scopes = text_scopes},
    FormatRule{.format = PostFormat::image,
               .text_max = text_max,
               .measure = by_weight,
               .media_min = 1,
               .media_max = 1,
               .media = images,
               .scopes = media_scopes},
    FormatRule{.format = PostFormat::carousel,
               .text_max = text_max,
               .measure = by_weight,
               .media_min = 2,
               .media_max = 4,
               .media = images,
               .scopes = media_scopes},
    FormatRule{.format = PostFormat::video,
               .text_max = text_max,
               .measure = by_weight,
               .media_min = 1,
               .media_max = 1,
               .media = videos,
               .scopes = media_scopes},
    FormatRule{.format = PostFormat::thread,
               .text_max = thread_parts_max * text_max,
               .measure = by_weight,
               .text_required = true,
               .media_max = 4,
               .media = images_or_video,
               .scopes = text_scopes},
};

constinit const std::array<OptionRule, 7> post_options{
    OptionRule{option_reply_settings, OptionType::one_of,
               "who may reply; everybody when it is left out", reply_settings},
    OptionRule{.name = option_reply_to,
               .type = OptionType::text,
               .description = "the id of the post that this replies to; apps without a contract "
                              "may reply only to posts that mention the account",
               .maximum = 19},
    OptionRule{.name = option_poll,
               .type = OptionType::text_list,
               .description = "the 2 to 4 choices of a poll, of 25 characters at most",
               .minimum = poll_choices_min,
               .maximum = poll_choices_max,
               .formats = only_text},
    OptionRule{.name = option_poll_minutes,
               .type = OptionType::integer,
               .description = "how long a poll lasts; a day when it is left out",
               .minimum = 5,
               .maximum = 10'080,
               .formats = only_text},
    OptionRule{.name = option_community,
               .type = OptionType::text,
               .description = "the id of the community to post in",
               .maximum = 19},
    OptionRule{option_made_with_ai, OptionType::boolean, "say that it was made with AI"},
    OptionRule{option_paid_partnership, OptionType::boolean, "say that it was paid for"},
};

std::vector<std::string> texts_of(const PostContent& content) {
    if (content.format != PostFormat::thread) return {with_link(content)};
    auto texts = split_thread(with_link(content), text_max, by_weight);
    for (const auto& part : content.thread) {
        auto more = split_thread(part, text_max, by_weight);
        if (more.empty()) more.emplace_back();
        std::ranges::move(more, std::back_inserter(texts));
    }
    if (texts.empty()) texts.emplace_back();
    return texts;
}

std::vector<PostIssue> check_post(const PostContent& content) {
    std::vector<PostIssue> out;
    const auto texts = texts_of(content);
    check_link_fits(content, texts.front(), out);
    check_texts(texts, out);
    check_media(content, out);
    check_poll(content, out);
    check_ids(content, out);
    return out;
}

}  // namespace rostrum::platforms::x
