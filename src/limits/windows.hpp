#pragma once

#include "core/clock.hpp"
#include "limits/budget_state.hpp"
#include "limits/quota.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace rostrum::limits {

/// How far the platform's clock, and the way to it, may put a call from where we see it.
inline constexpr std::chrono::seconds time_slack{2};
/// The same for days that begin at midnight, where a mistake would cost a whole day's quota.
inline constexpr std::chrono::seconds midnight_slack{60};

/// A window in which a call counts.
struct Window {
    Counting counting;
    std::string day;  ///< "2026-11-20" for a quota of a day, otherwise empty
};

/// The windows in which a call at `now` counts. One, but near midnight both days, since the
/// platform may see it in either.
std::vector<Window> windows_of(const Quota& quota, Time now);

}  // namespace rostrum::limits
