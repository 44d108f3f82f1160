#pragma once

#include "platforms/post_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::api {

/// What a file must be like; what is null is left open.
struct MediaRuleAnswer {
    platforms::MediaKind kind = platforms::MediaKind::image;
    std::vector<std::string> mimes;
    std::optional<std::int64_t> bytes_max;
    std::optional<std::int64_t> width_min, width_max;    ///< pixels
    std::optional<std::int64_t> height_min, height_max;  ///< pixels
    std::optional<double> aspect_min, aspect_max;        ///< width / height
    std::optional<std::int64_t> duration_ms_min, duration_ms_max;
    std::optional<std::int64_t> pages_max;
};
BOOST_DESCRIBE_STRUCT(MediaRuleAnswer, (),
                      (kind, mimes, bytes_max, width_min, width_max, height_min, height_max,
                       aspect_min, aspect_max, duration_ms_min, duration_ms_max, pages_max))

struct FormatRuleAnswer {
    platforms::PostFormat format = platforms::PostFormat::text;
    std::int64_t text_max = 0;
    platforms::TextUnit text_unit = platforms::TextUnit::code_points;
    bool text_required = false;
    std::int64_t media_min = 0;
    std::int64_t media_max = 0;
    std::vector<MediaRuleAnswer> media;
    std::int64_t title_max = 0;  ///< 0: it has none
    bool title_required = false;
};
BOOST_DESCRIBE_STRUCT(FormatRuleAnswer, (),
                      (format, text_max, text_unit, text_required, media_min, media_max, media,
                       title_max, title_required))

struct OptionRuleAnswer {
    std::string name;
    platforms::OptionType type = platforms::OptionType::text;
    std::string description;
    std::vector<std::string> values;      ///< to choose from; empty: the account's own
    std::optional<std::int64_t> minimum;  ///< of a number, or characters of a text
    std::optional<std::int64_t> maximum;
    bool required = false;
    std::vector<platforms::PostFormat> formats;  ///< for which it is meant; empty: all
};
BOOST_DESCRIBE_STRUCT(OptionRuleAnswer, (),
                      (name, type, description, values, minimum, maximum, required, formats))

struct PostRulesAnswer {
    std::vector<FormatRuleAnswer> formats;  ///< in the order of preference
    std::int64_t hashtags_max = 0;          ///< 0: no limit
    std::int64_t mentions_max = 0;
    std::vector<OptionRuleAnswer> options;
};
BOOST_DESCRIBE_STRUCT(PostRulesAnswer, (), (formats, hashtags_max, mentions_max, options))

PostRulesAnswer to_answer(const platforms::PostRules& rules);

}  // namespace rostrum::api
