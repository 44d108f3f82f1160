#include "platforms/linkedin/post_rules.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/post_body.hpp"
#include "platforms/linkedin/urn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

constexpr std::uint64_t mb = 1'000'000;
constexpr std::int64_t pixels_max = 36'152'320;
constexpr std::size_t text_max = 3'000;
constexpr std::size_t alt_text_max = 4'086;
constexpr std::size_t poll_question_max = 140;
constexpr std::size_t poll_choice_max = 30;
constexpr std::size_t poll_choices_min = 2;
constexpr std::size_t poll_choices_max = 4;

constexpr std::array<std::string_view, 3> image_mimes{"image/jpeg", "image/png", "image/gif"};
constexpr std::array<std::string_view, 1> video_mimes{"video/mp4"};
constexpr std::array<std::string_view, 5> document_mimes{
    "application/pdf", "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation"};

// No document tells how large an image may be; people met limits of 5 to 10 MB.
constexpr std::array images{
    MediaRule{.kind = MediaKind::image, .mimes = image_mimes, .bytes_max = 10 * mb}};
constexpr std::array videos{MediaRule{.kind = MediaKind::video,
                                      .mimes = video_mimes,
                                      .bytes_max = 500 * mb,
                                      .bytes_min = 75'000,
                                      .duration_min = std::chrono::seconds{3},
                                      .duration_max = std::chrono::minutes{30}}};
constexpr std::array documents{MediaRule{
    .kind = MediaKind::document, .mimes = document_mimes, .bytes_max = 100 * mb, .pages_max = 300}};

constexpr std::string_view visibility_connections = "CONNECTIONS";
constexpr std::array<std::string_view, 3> visibilities{"PUBLIC", visibility_connections,
                                                       "LOGGED_IN"};
constexpr std::array<std::string_view, 4> poll_durations{"ONE_DAY", "THREE_DAYS", "SEVEN_DAYS",
                                                         "FOURTEEN_DAYS"};
constexpr std::array<std::string_view, 1> member_scopes{scope_write_member};
constexpr std::array<std::string_view, 1> organization_scopes{scope_write_organization};
constexpr std::array<PostFormat, 1> only_text{PostFormat::text};
constexpr std::array<PostFormat, 1> only_link{PostFormat::link};

/// What the rules say to the text alone is not said again.
void check_commentary(const PostContent& content, std::vector<PostIssue>& out) {
    const auto length = utf16_units(commentary_of(content));
    if (length <= text_max || utf16_units(content.text) > text_max) return;
    out.push_back(
        with_limit(post_error("text_too_long", "content",
                              "The text and the link below it have more than the 3,000 characters "
                              "that LinkedIn takes."),
                   text_max, length));
}

void check_media(const PostContent& content, std::vector<PostIssue>& out) {
    for (std::size_t i = 0; i < content.media.size(); ++i) {
        const auto& file = content.media[i];
        const auto field = fmt::format("mediaIds[{}]", i);
        const auto width = file.width.value_or(0);
        const auto height = std::max<std::int64_t>(file.height.value_or(1), 1);
        if (file.kind == MediaKind::image && width > pixels_max / height) {
            out.push_back(
                with_limit(post_error("media_pixels", field,
                                      "LinkedIn takes images of 36 million pixels at most."),
                           pixels_max, width * height));
        }
        if (const auto length = utf16_units(file.alt_text); length > alt_text_max) {
            out.push_back(
                with_limit(post_error("alt_text_too_long", field,
                                      "LinkedIn takes descriptions of 4,086 characters at most."),
                           alt_text_max, length));
        }
    }
}

void check_poll(const PostContent& content, std::vector<PostIssue>& out) {
    const auto field = fmt::format("options.{}", option_poll);
    const json::value options(content.options);
    const auto* choices = find_list(options, option_poll);
    const auto question = text_of(options, option_poll_question);
    if (choices == nullptr || choices->empty()) {
        if (!question.empty()) {
            out.push_back(with_limit(post_error("poll_choices", field, "The poll has no choices."),
                                     poll_choices_min, 0));
        }
        return;
    }
    if (question.empty()) {
        out.push_back(post_error("poll_question", fmt::format("options.{}", option_poll_question),
                                 "A poll needs a question."));
    }
    if (!content.media.empty() || !content.link.empty()) {
        out.push_back(post_error("poll_with_media", field, "A poll has no files and no link."));
    }
    const auto limit = std::clamp(choices->size(), poll_choices_min, poll_choices_max);
    if (choices->size() != limit) {
        out.push_back(with_limit(post_error("poll_choices", field, "A poll has 2 to 4 choices."),
                                 limit, choices->size()));
    }
    for (const auto& choice : *choices) {
        const auto length = utf16_units(text_of(choice));
        const auto nearest = std::clamp<std::size_t>(length, 1, poll_choice_max);
        if (length == nearest) continue;
        out.push_back(with_limit(
            post_error("poll_choice_length", field, "A choice of a poll has 1 to 30 characters."),
            nearest, length));
    }
}

/// A page has followers and no connections.
void check_visibility(const PostContent& content, const json::object& account,
                      std::vector<PostIssue>& out) {
    const auto visibility = text_of(json::value(content.options), option_visibility);
    const auto kind = text_of(json::value(account), option_account_kind);
    if (visibility != visibility_connections || kind != kind_organization) return;
    out.push_back(post_error("visibility_not_offered", fmt::format("options.{}", option_visibility),
                             "A page has no connections: choose PUBLIC or LOGGED_IN."));
}

}  // namespace

constinit const std::array<FormatRule, 6> post_formats{
    FormatRule{.format = PostFormat::text,
               .text_max = text_max,
               .measure = by_utf16,
               .text_required = true},
    FormatRule{.format = PostFormat::link,
               .text_max = text_max,
               .measure = by_utf16,
               .media_max = 1,
               .media = images,
               .title_max = link_title_max,
               .title_measure = by_utf16},
    FormatRule{.format = PostFormat::image,
               .text_max = text_max,
               .measure = by_utf16,
               .media_min = 1,
               .media_max = 1,
               .media = images},
    FormatRule{.format = PostFormat::carousel,
               .text_max = text_max,
               .measure = by_utf16,
               .media_min = 2,
               .media_max = 20,
               .media = images},
    FormatRule{.format = PostFormat::video,
               .text_max = text_max,
               .measure = by_utf16,
               .media_min = 1,
               .media_max = 1,
               .media = videos,
               .title_max = link_title_max,
               .title_measure = by_utf16},
    FormatRule{.format = PostFormat::document,
               .text_max = text_max,
               .measure = by_utf16,
               .media_min = 1,
               .media_max = 1,
               .media = documents,
               .title_max = link_title_max,
               .title_measure = by_utf16,
               .title_required = true},
};

constinit const std::array<OptionRule, 6> post_options{
    OptionRule{option_visibility, OptionType::one_of,
               "who sees it; PUBLIC when it is left out, and CONNECTIONS only for members",
               visibilities},
    OptionRule{option_no_reshare, OptionType::boolean, "keep others from resharing it"},
    OptionRule{.name = option_link_description,
               .type = OptionType::text,
               .description = "what stands below the title of a link",
               .maximum = 4'086,
               .formats = only_link},
    OptionRule{.name = option_poll_question,
               .type = OptionType::text,
               .description = "the question of a poll",
               .maximum = poll_question_max,
               .formats = only_text},
    OptionRule{.name = option_poll,
               .type = OptionType::text_list,
               .description = "the 2 to 4 choices of a poll, of 30 characters at most",
               .minimum = poll_choices_min,
               .maximum = poll_choices_max,
               .formats = only_text},
    OptionRule{.name = option_poll_duration,
               .type = OptionType::one_of,
               .description = "how long a poll lasts; three days when it is left out",
               .values = poll_durations,
               .formats = only_text},
};

constinit const std::array<AccountScopes, 2> account_scopes{
    AccountScopes{person_prefix, member_scopes},
    AccountScopes{organization_prefix, organization_scopes},
};

std::vector<PostIssue> check_post(const PostContent& content, const json::object& account) {
    std::vector<PostIssue> out;
    check_commentary(content, out);
    check_media(content, out);
    check_poll(content, out);
    check_visibility(content, account, out);
    return out;
}

}  // namespace rostrum::platforms::linkedin
