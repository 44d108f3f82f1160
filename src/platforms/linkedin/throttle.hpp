#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace rostrum::platforms::linkedin {

/// How long to wait at a 429. The platform does not tell whether calls came too fast or the day's
/// quota is used up, so the first pauses are short, and who is refused again and again waits for
/// midnight UTC. Safe to use from every loop.
class Throttle {
public:
    /// Of a call that was refused just now.
    std::chrono::seconds pause(std::string_view account, std::string_view endpoint, Time now);

private:
    struct Refusals {
        Time until;             // the end of the pause
        std::size_t count = 0;  // one after the other
    };

    std::mutex mutex_;
    std::map<std::string, Refusals> refusals_;  // by account and endpoint
};

}  // namespace rostrum::platforms::linkedin
