#include "api/dto/post_rules.hpp"

#include <limits>

namespace rostrum::api {
namespace {

/// Rules call what they leave open 0.
template <typename T>
std::optional<T> unless_open(T value) {
    return value == T{} ? std::nullopt : std::optional<T>(value);
}

std::vector<std::string> texts(std::span<const std::string_view> views) {
    return {views.begin(), views.end()};
}

MediaRuleAnswer to_answer(const platforms::MediaRule& rule) {
    return {.kind = rule.kind,
            .mimes = texts(rule.mimes),
            .bytes_max = unless_open(static_cast<std::int64_t>(rule.bytes_max)),
            .width_min = unless_open(rule.width_min),
            .width_max = unless_open(rule.width_max),
            .height_min = unless_open(rule.height_min),
            .height_max = unless_open(rule.height_max),
            .aspect_min = unless_open(rule.aspect_min),
            .aspect_max = unless_open(rule.aspect_max),
            .duration_ms_min = unless_open<std::int64_t>(rule.duration_min.count()),
            .duration_ms_max = unless_open<std::int64_t>(rule.duration_max.count()),
            .pages_max = unless_open(rule.pages_max)};
}

FormatRuleAnswer to_answer(const platforms::FormatRule& rule) {
    FormatRuleAnswer answer{.format = rule.format,
                            .text_max = static_cast<std::int64_t>(rule.text_max),
                            .text_unit = rule.measure.unit,
                            .text_required = rule.text_required,
                            .media_min = static_cast<std::int64_t>(rule.media_min),
                            .media_max = static_cast<std::int64_t>(rule.media_max),
                            .media = {},
                            .title_max = static_cast<std::int64_t>(rule.title_max),
                            .title_required = rule.title_required};
    for (const auto& media : rule.media) answer.media.push_back(to_answer(media));
    return answer;
}

OptionRuleAnswer to_answer(const platforms::OptionRule& rule) {
    OptionRuleAnswer answer{.name = std::string(rule.name),
                            .type = rule.type,
                            .description = std::string(rule.description),
                            .values = texts(rule.values),
                            .minimum = std::nullopt,
                            .maximum = std::nullopt,
                            .required = rule.required,
                            .formats = {rule.formats.begin(), rule.formats.end()}};
    if (rule.type == platforms::OptionType::integer) answer.minimum = rule.minimum;
    if (rule.maximum != std::numeric_limits<std::int64_t>::max()) answer.maximum = rule.maximum;
    return answer;
}

}  // namespace

PostRulesAnswer to_answer(const platforms::PostRules& rules) {
    PostRulesAnswer answer{.formats = {},
                           .hashtags_max = static_cast<std::int64_t>(rules.hashtags_max),
                           .mentions_max = static_cast<std::int64_t>(rules.mentions_max),
                           .options = {}};
    for (const auto& format : rules.formats) answer.formats.push_back(to_answer(format));
    for (const auto& option : rules.options) answer.options.push_back(to_answer(option));
    return answer;
}

}  // namespace rostrum::api
