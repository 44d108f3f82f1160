#include "core/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace rostrum {

Result<json::value> parse_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = 32;
    boost::system::error_code error;
    auto value = json::parse(text, error, {}, options);
    if (error) return fail(ErrorCode::invalid_json, "not valid JSON: " + error.message());
    return value;
}

namespace {

bool is_control_or_space(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
}

}  // namespace

namespace detail {

void check_rule(const FieldRule& rule, std::string_view text, JsonIssues& issues) {
    const std::size_t length = utf8::count(text);
    if (length < rule.min_length) {
        issues.add(rule.min_length == 1
                       ? "must not be empty"
                       : fmt::format("must have at least {} characters", rule.min_length));
    } else if (length > rule.max_length) {
        issues.add(fmt::format("must have at most {} characters", rule.max_length));
    } else if (rule.format == "email") {
        const auto at = text.find('@');
        const bool plausible = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                               text.find('@', at + 1) == std::string_view::npos &&
                               text.find_first_of("<>,;\"") == std::string_view::npos &&
                               std::ranges::none_of(text, is_control_or_space);
        if (!plausible) issues.add("must be an e-mail address");
    }
}

void check_rule(const FieldRule& rule, std::int64_t number, JsonIssues& issues) {
    if (number < rule.minimum) {
        issues.add(fmt::format("must be at least {}", rule.minimum));
    } else if (number > rule.maximum) {
        issues.add(fmt::format("must be at most {}", rule.maximum));
    }
}

}  // namespace detail
}  // namespace rostrum
