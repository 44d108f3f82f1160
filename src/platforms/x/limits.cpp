#include "platforms/x/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace rostrum::platforms::x {
namespace {

constexpr std::array<std::string_view, 3> limit_prefixes{"x-rate-limit-", "x-app-limit-24hour-",
                                                         "x-user-limit-24hour-"};

/// A later reset is somebody's mistake.
constexpr std::chrono::seconds regain_max = std::chrono::days{7};
/// No limit is that high; beyond, the percentage could overflow.
constexpr std::int64_t calls_max = 1'000'000'000;

/// The year 2100; beyond, a time could overflow.
constexpr std::int64_t seconds_max = 4'102'444'800;

std::optional<std::int64_t> number_in(const http::Headers& headers, std::string_view prefix,
                                      std::string_view name) {
    const auto text = headers.get(std::string(prefix).append(name));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

LimitsSeen read_limit(const http::Headers& headers, std::string_view prefix, Time now) {
    LimitsSeen seen;
    const auto limit = number_in(headers, prefix, "limit").value_or(0);
    const auto remaining = number_in(headers, prefix, "remaining");
    if (!remaining) return seen;
    if (limit > 0 && limit <= calls_max) {
        const auto used = limit - std::min(*remaining, limit);
        seen.used_percent = static_cast<int>(used * 100 / limit);
    }
    const auto reset = number_in(headers, prefix, "reset");
    if (reset && limit > 0 && limit <= calls_max && *reset <= seconds_max) {
        seen.told = {.limit = limit,
                     .remaining = *remaining,
                     .resets_at = Time{std::chrono::seconds{*reset}}};
    }
    if (*remaining != 0 || !reset) return seen;
    const auto begun = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    if (*reset > begun) {
        seen.regain_after = std::min(std::chrono::seconds{*reset - begun}, regain_max);
    }
    return seen;
}

}  // namespace

LimitsSeen read_limits(const http::Headers& headers, Time now) {
    LimitsSeen limits;
    for (const auto prefix : limit_prefixes) limits.merge(read_limit(headers, prefix, now));
    return limits;
}

}  // namespace rostrum::platforms::x
