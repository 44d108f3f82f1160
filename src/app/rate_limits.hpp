#pragma once

#include "api/throttle.hpp"
#include "core/config.hpp"
#include "core/loops.hpp"
#include "core/metrics.hpp"
#include "core/random.hpp"
#include "limits/degrading_rate_limiter.hpp"
#include "limits/memory_rate_limiter.hpp"
#include "limits/redis/client.hpp"

#include <memory>

namespace rostrum::app {

/// The allowances of our own API, as they are set.
api::RatePolicies rate_policies(const Config& config);

/// What counts the requests: this process, or with `REDIS_URL` all nodes together in Redis.
class RateLimits {
public:
    /// All of them outlive it.
    RateLimits(const Config& config, Loops& loops, const Clock& clock, Random& random,
               Metrics& metrics);

    limits::RateLimiter& limiter();
    /// Null without Redis.
    limits::DegradingRateLimiter* shared() { return degrading_.get(); }

    /// Connects to Redis. A server that cannot does without it, for as long as need be. Blocks; the
    /// loops run.
    void start();
    /// After the last request, before the loops stop.
    void stop();

private:
    Loops& loops_;
    limits::MemoryRateLimiter local_;
    std::unique_ptr<limits::redis::Client> client_;
    std::unique_ptr<limits::RateLimiter> redis_;
    std::unique_ptr<limits::DegradingRateLimiter> degrading_;
};

}  // namespace rostrum::app
