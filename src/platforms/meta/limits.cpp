#include "platforms/meta/limits.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace rostrum::platforms::meta {
namespace {

/// Larger figures are somebody's mistake.
constexpr double percent_max = 1'000'000;
constexpr std::int64_t regain_minutes_max = std::chrono::minutes{std::chrono::days{7}}.count();

LimitsSeen read_usage(const json::value& in) {
    constexpr std::array<std::string_view, 3> percentages{"call_count", "total_time",
                                                          "total_cputime"};
    LimitsSeen limits;
    for (const auto name : percentages) {
        const auto* field = find_field(in, name);
        const auto percent = field != nullptr ? number_of(*field) : std::nullopt;
        if (!percent) continue;
        limits.merge(
            {.used_percent = static_cast<int>(std::ceil(std::clamp(*percent, 0.0, percent_max))),
             .regain_after = {}});
    }
    const auto regain = whole_number_of(in, "estimated_time_to_regain_access").value_or(0);
    if (regain > 0) {
        limits.regain_after = std::chrono::minutes{std::min(regain, regain_minutes_max)};
    }
    return limits;
}

/// One list of usages per account; all accounts of one call count together.
LimitsSeen read_business_usage(const json::value& in) {
    LimitsSeen limits;
    const auto* accounts = in.if_object();
    if (accounts == nullptr) return limits;
    for (const auto& account : *accounts) {
        const auto* usages = account.value().if_array();
        if (usages == nullptr) continue;
        for (const auto& usage : *usages) limits.merge(read_usage(usage));
    }
    return limits;
}

}  // namespace

LimitsSeen read_limits(const http::Headers& headers) {
    LimitsSeen limits;
    if (const auto app = parse_json(headers.get("X-App-Usage"))) limits.merge(read_usage(*app));
    if (const auto business = parse_json(headers.get("X-Business-Use-Case-Usage"))) {
        limits.merge(read_business_usage(*business));
    }
    return limits;
}

}  // namespace rostrum::platforms::meta
