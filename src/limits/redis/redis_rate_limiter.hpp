#pragma once

#include "core/clock.hpp"
#include "limits/rate_limiter.hpp"
#include "limits/redis/client.hpp"

#include <cstdint>
#include <string>

namespace rostrum::limits::redis {

/// Counts in Redis, for all nodes together, exactly as `MemoryRateLimiter` does for one. Each step
/// is one script, which Redis runs whole. A key ends when its whole allowance is back. Throws
/// `LimiterUnavailable` when Redis does not answer, or answers something else.
class RedisRateLimiter final : public RateLimiter {
public:
    /// The time is Redis' own: the clocks of the nodes may differ, and each would see requests of
    /// the others in its future or past.
    explicit RedisRateLimiter(Client& client) : client_(client) {}
    /// The time is `clock`'s, for tests.
    RedisRateLimiter(Client& client, const Clock& clock) : client_(client), clock_(&clock) {}

    Task<RateDecision> take(const RatePolicy& policy, std::string who) override;
    Task<RateDecision> look(const RatePolicy& policy, std::string who) override;

private:
    enum class Step : std::uint8_t { take, look };

    Task<RateDecision> decide(const RatePolicy& policy, std::string who, Step step);
    Task<Reply> run_script(const RatePolicy& policy, std::string who, Step step);

    Client& client_;
    const Clock* clock_ = nullptr;
};

}  // namespace rostrum::limits::redis
