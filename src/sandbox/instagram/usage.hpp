#pragma once

#include "core/clock.hpp"
#include "http/message.hpp"
#include "sandbox/instagram/accounts.hpp"
#include "sandbox/simulated_platform.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

namespace rostrum::sandbox::instagram {

inline constexpr std::int64_t calls_per_hour_default = 20'000;
inline constexpr std::int64_t app_calls_per_hour_default = 200'000;

/// How much of an allowance is used.
struct UsageShare {
    std::int64_t percent = 0;            ///< may exceed 100
    std::int64_t minutes_to_regain = 0;  ///< 0 while calls are allowed
};

/// The state of both allowances after a call.
struct Usage {
    UsageShare account;
    UsageShare app;
    /// 80002 or 4 when an allowance is used up.
    std::optional<int> refusal() const;
};

/// Counts calls in hours that begin with a first call. The real allowance follows from impressions;
/// here it is a plain number, so that tests can set it. Safe to use from any thread.
class UsageMeter {
public:
    UsageMeter();

    /// Counts a call. A call made while throttled pushes the end of the window a second further
    /// out.
    Usage count(const Account& account, Time now);
    void set_limits(const CallLimits& limits);
    /// Calls beyond an allowance.
    std::int64_t refused() const;
    void reset();

private:
    struct Window {
        Time ends_at{};
        std::int64_t calls = 0;
    };

    static UsageShare count_in(Window& window, std::int64_t allowance, Time now);

    mutable std::mutex mutex_;
    CallLimits limits_;
    std::int64_t refused_ = 0;
    Window app_;
    std::map<const Account*, Window> accounts_;
};

/// Adds X-App-Usage and X-Business-Use-Case-Usage: percents, once there is a whole percent to tell.
void add_usage_headers(http::Headers& headers, const Account& account, const Usage& usage);

}  // namespace rostrum::sandbox::instagram
