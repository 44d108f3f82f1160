#pragma once

#include "core/random.hpp"

#include <chrono>

namespace rostrum {

/// Exponential backoff with full jitter: the wait before try n is uniform in
/// [0, min(cap, base * 2^(n-1))], so that clients that failed together do not come back together.
struct Backoff {
    std::chrono::milliseconds base{1000};
    std::chrono::milliseconds cap{std::chrono::minutes{10}};

    /// `attempt` counts the tries that have failed, from 1.
    std::chrono::milliseconds delay(int attempt, Random& random) const;
};

}  // namespace rostrum
