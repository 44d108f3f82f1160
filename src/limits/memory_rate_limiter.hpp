#pragma once

#include "core/clock.hpp"
#include "limits/rate_limiter.hpp"

#include <array>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace rostrum::limits {

/// Counts in this process alone: with several nodes, each gives the whole allowance. Safe to use
/// from any thread.
class MemoryRateLimiter final : public RateLimiter {
public:
    /// Keys that are remembered; about 150 bytes each. Beyond that some are forgotten, which gives
    /// them their allowance back.
    static constexpr std::size_t keys_max = 160'000;

    explicit MemoryRateLimiter(const Clock& clock) : clock_(clock) {}

    Task<RateDecision> take(const RatePolicy& policy, std::string who) override;
    Task<RateDecision> look(const RatePolicy& policy, std::string who) override;

    std::size_t keys() const;

private:
    static constexpr std::size_t shards = 16;

    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<std::string, Time> arrivals;  // by "policy:who"
    };

    static void make_room(Shard& shard, Time now);

    const Clock& clock_;
    std::array<Shard, shards> shards_;
};

}  // namespace rostrum::limits
