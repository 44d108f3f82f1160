#pragma once

#include "core/clock.hpp"
#include "core/deadline.hpp"
#include "core/metrics.hpp"
#include "core/random.hpp"
#include "http/client/client.hpp"
#include "limits/budgets.hpp"
#include "platforms/platform.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

/// What every platform is made with.
struct PlatformParts {
    http::Client& client;
    const Clock& clock;
    Random& random;
    Metrics& metrics;
    /// Waits between two tries of a call.
    std::function<Task<>(std::chrono::nanoseconds)> sleep = sleep_for;
    /// What quotas still allow; null: nothing is counted.
    limits::Budgets* budgets = nullptr;
};

/// The platforms that this server knows, and those that are set up.
class Registry {
public:
    /// The descriptors of all platforms that are built in: the one list of what is supported.
    static std::span<const Descriptor* const> builtin();

    /// Adds a platform with its app's settings.
    void add(std::unique_ptr<Platform> platform);

    /// The platform of this id, or null when it is not set up.
    Platform* find(std::string_view id) const;

    const std::vector<std::unique_ptr<Platform>>& all() const { return platforms_; }

private:
    std::vector<std::unique_ptr<Platform>> platforms_;
};

/// Makes the built-in platform of this id; asserts that there is one.
std::unique_ptr<Platform> create_platform(std::string_view id, AppSettings settings,
                                          const PlatformParts& parts);

}  // namespace rostrum::platforms
