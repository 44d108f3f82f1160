#include "limits/gcra.hpp"

#include <algorithm>

namespace rostrum::limits {

std::chrono::microseconds cell_interval(const RatePolicy& policy) {
    using std::chrono::microseconds;
    return std::max(microseconds{policy.window} / policy.requests, microseconds{1});
}

RateDecision take_cell(const RatePolicy& policy, Time& arrival, Time now) {
    using std::chrono::microseconds;
    const microseconds window = policy.window;
    const microseconds interval = cell_interval(policy);
    // A clock that was set back makes nobody wait longer than a window.
    arrival = std::min(arrival, now + window);
    const Time next = std::max(arrival, now) + interval;
    RateDecision decision{.allowed = next - now <= window};
    if (decision.allowed) {
        arrival = next;
    } else {
        decision.retry_after = std::chrono::ceil<std::chrono::seconds>(next - now - window);
    }
    const microseconds used = std::max(arrival, now) - now;
    decision.remaining = (window - used) / interval;
    decision.reset = std::chrono::ceil<std::chrono::seconds>(used);
    return decision;
}

}  // namespace rostrum::limits
