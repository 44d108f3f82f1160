#pragma once

#include <chrono>
#include <thread>

namespace rostrum::testing {

/// Asks again and again until `condition` holds; false when it does not within 10 s. For what other
/// threads write to a database, where there is no signal to wait for.
template <typename Condition>
bool eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return true;
}

}  // namespace rostrum::testing
