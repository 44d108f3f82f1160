#pragma once

#include "core/clock.hpp"

#include <cstdint>

namespace rostrum::limits {

/// What a platform said about a limit.
struct LimitTold {
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    Time resets_at{};
};

}  // namespace rostrum::limits
