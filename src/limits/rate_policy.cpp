#include "limits/rate_policy.hpp"

#include <charconv>
#include <optional>

namespace rostrum::limits {
namespace {

constexpr std::int64_t requests_max = 1'000'000'000;
constexpr std::chrono::seconds window_max = std::chrono::days{30};

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<std::chrono::seconds> unit_of(char letter) {
    switch (letter) {
        case 's': return std::chrono::seconds{1};
        case 'm': return std::chrono::minutes{1};
        case 'h': return std::chrono::hours{1};
        case 'd': return std::chrono::days{1};
        default: return std::nullopt;
    }
}

std::optional<std::chrono::seconds> parse_window(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    const auto unit = unit_of(text.back());
    const auto number = whole_number(text.substr(0, text.size() - 1));
    if (!unit || !number || *number < 1 || *number > window_max.count()) return std::nullopt;
    const auto window = *unit * *number;
    return window <= window_max ? std::optional(window) : std::nullopt;
}

}  // namespace

Result<RatePolicy> parse_rate_policy(std::string name, std::string_view text) {
    if (text == "off") return RatePolicy{.name = std::move(name)};
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        const auto requests = whole_number(text.substr(0, slash));
        const auto window = parse_window(text.substr(slash + 1));
        if (requests && *requests >= 1 && *requests <= requests_max && window) {
            return RatePolicy{std::move(name), *requests, *window};
        }
    }
    return fail(ErrorCode::validation_failed,
                "must be a number and a time, such as 100/15m, or off");
}

}  // namespace rostrum::limits
