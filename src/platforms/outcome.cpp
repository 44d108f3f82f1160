#include "platforms/outcome.hpp"

#include <algorithm>
#include <array>

namespace rostrum::platforms {

std::string_view to_string(Next next) noexcept {
    constexpr std::array<std::string_view, 7> names{"retry_later",  "rate_limited", "reauthorize",
                                                    "rejected",     "not_found",    "ambiguous",
                                                    "misconfigured"};
    return names[static_cast<std::size_t>(next)];
}

bool is_own_budget(const PlatformError& error) noexcept {
    return error.next == Next::rate_limited && error.code.starts_with(budget_code);
}

void LimitsSeen::merge(const LimitsSeen& other) {
    // An empty optional is less than any value, so the greater one is the one that was told.
    used_percent = std::max(used_percent, other.used_percent);
    regain_after = std::max(regain_after, other.regain_after);
    const bool tighter = other.told && (!told || other.told->remaining < told->remaining);
    if (tighter) told = other.told;
}

}  // namespace rostrum::platforms
