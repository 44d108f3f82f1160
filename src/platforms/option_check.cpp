#include "platforms/option_check.hpp"

#include "platforms/text_measure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::platforms {
namespace {

constexpr std::string_view format_option = "format";

bool is_meant_for(const OptionRule& rule, PostFormat format) {
    return rule.formats.empty() || std::ranges::find(rule.formats, format) != rule.formats.end();
}

PostIssue issue_of(const OptionRule& rule, std::string code, std::string message) {
    return post_error(std::move(code), "options." + std::string(rule.name), std::move(message));
}

PostIssue wrong_type(const OptionRule& rule, std::string_view wanted) {
    return issue_of(rule, "option_invalid", fmt::format("This option must be {}.", wanted));
}

void check_range(const OptionRule& rule, std::int64_t actual, std::string_view unit,
                 std::vector<PostIssue>& issues) {
    if (actual >= rule.minimum && actual <= rule.maximum) return;
    const bool low = actual < rule.minimum;
    const std::int64_t limit = low ? rule.minimum : rule.maximum;
    const auto message = fmt::format("This option must {} {} {}{}.", unit.empty() ? "be" : "have",
                                     low ? "at least" : "at most", limit, unit);
    issues.push_back(with_limit(issue_of(rule, "option_out_of_range", message), limit, actual));
}

void check_text(const OptionRule& rule, const json::value& value, std::vector<PostIssue>& issues) {
    const auto* text = value.if_string();
    if (text == nullptr) {
        issues.push_back(wrong_type(rule, "text"));
        return;
    }
    const std::string_view view(text->data(), text->size());
    if (rule.type != OptionType::one_of) {
        check_range(rule, static_cast<std::int64_t>(code_points(view)), " characters", issues);
        return;
    }
    // Without values it is the account that knows them.
    if (rule.values.empty() || std::ranges::find(rule.values, view) != rule.values.end()) return;
    issues.push_back(wrong_type(rule, fmt::format("one of: {}", fmt::join(rule.values, ", "))));
}

void check_list(const OptionRule& rule, const json::value& value, std::vector<PostIssue>& issues) {
    const auto* list = value.if_array();
    const bool texts = list != nullptr && std::ranges::all_of(*list, &json::value::is_string);
    if (!texts) {
        issues.push_back(wrong_type(rule, "a list of texts"));
        return;
    }
    check_range(rule, static_cast<std::int64_t>(list->size()), " entries", issues);
    if (rule.values.empty()) return;
    for (const auto& entry : *list) {
        const std::string_view view(entry.get_string().data(), entry.get_string().size());
        if (std::ranges::find(rule.values, view) != rule.values.end()) continue;
        issues.push_back(wrong_type(rule, fmt::format("of: {}", fmt::join(rule.values, ", "))));
    }
}

void check_value(const OptionRule& rule, const json::value& value, std::vector<PostIssue>& issues) {
    switch (rule.type) {
        case OptionType::boolean:
            if (!value.is_bool()) issues.push_back(wrong_type(rule, "true or false"));
            return;
        case OptionType::integer:
            if (const auto* number = value.if_int64()) {
                check_range(rule, *number, "", issues);
            } else {
                issues.push_back(wrong_type(rule, "a whole number"));
            }
            return;
        case OptionType::text:
        case OptionType::one_of: check_text(rule, value, issues); return;
        case OptionType::text_list: check_list(rule, value, issues); return;
    }
}

}  // namespace

void check_options(std::span<const OptionRule> rules, const PostContent& content,
                   std::vector<PostIssue>& issues) {
    for (const auto& option : content.options) {
        const std::string_view name(option.key().data(), option.key().size());
        if (name == format_option) continue;
        const auto rule = std::ranges::find(rules, name, &OptionRule::name);
        if (rule == rules.end()) {
            issues.push_back(post_error("option_unknown", "options." + std::string(name),
                                        "There is no such option here."));
        } else if (!is_meant_for(*rule, content.format)) {
            auto issue = issue_of(
                *rule, "option_unused",
                fmt::format("This option means nothing to a {}.", enum_name(content.format)));
            issue.severity = Severity::warning;
            issues.push_back(std::move(issue));
        } else if (!option.value().is_null()) {
            check_value(*rule, option.value(), issues);
        }
    }
    for (const auto& rule : rules) {
        if (!rule.required || !is_meant_for(rule, content.format)) continue;
        const auto* given = content.options.if_contains(rule.name);
        if (given == nullptr || given->is_null()) {
            issues.push_back(issue_of(rule, "option_missing", "This option has to be given."));
        }
    }
}

}  // namespace rostrum::platforms
