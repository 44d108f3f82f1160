#include "core/retry.hpp"

#include <algorithm>

namespace rostrum {

std::chrono::milliseconds Backoff::delay(int attempt, Random& random) const {
    auto ceiling = base;
    for (int i = 1; i < attempt && ceiling < cap; ++i) ceiling *= 2;
    ceiling = std::min(ceiling, cap);
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(random.uniform() * static_cast<double>(ceiling.count()))};
}

}  // namespace rostrum
