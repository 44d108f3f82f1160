#include "limits/memory_rate_limiter.hpp"

#include "limits/gcra.hpp"

#include <functional>

namespace rostrum::limits {

Task<RateDecision> MemoryRateLimiter::take(const RatePolicy& policy, std::string who) {
    if (policy.is_off()) co_return RateDecision{};
    const std::string key = policy.name + ":" + who;
    auto& shard = shards_[std::hash<std::string>{}(key) % shards];
    const Time now = clock_.now();
    const std::scoped_lock lock(shard.mutex);
    auto found = shard.arrivals.find(key);
    if (found == shard.arrivals.end()) {
        if (shard.arrivals.size() >= keys_max / shards) make_room(shard, now);
        found = shard.arrivals.emplace(key, Time{}).first;
    }
    co_return take_cell(policy, found->second, now);
}

Task<RateDecision> MemoryRateLimiter::look(const RatePolicy& policy, std::string who) {
    if (policy.is_off()) co_return RateDecision{};
    const std::string key = policy.name + ":" + who;
    auto& shard = shards_[std::hash<std::string>{}(key) % shards];
    Time arrival{};
    {
        const std::scoped_lock lock(shard.mutex);
        if (const auto found = shard.arrivals.find(key); found != shard.arrivals.end()) {
            arrival = found->second;
        }
    }
    co_return take_cell(policy, arrival, clock_.now());
}

/// Forgets the keys that have their whole allowance back, else a quarter of all: dearer cleaning
/// than that would be a way to slow the server down.
void MemoryRateLimiter::make_room(Shard& shard, Time now) {
    auto& arrivals = shard.arrivals;
    std::erase_if(arrivals, [&](const auto& entry) { return entry.second <= now; });
    constexpr std::size_t shard_max = keys_max / shards;
    while (arrivals.size() > shard_max - shard_max / 4) arrivals.erase(arrivals.begin());
}

std::size_t MemoryRateLimiter::keys() const {
    std::size_t keys = 0;
    for (const auto& shard : shards_) {
        const std::scoped_lock lock(shard.mutex);
        keys += shard.arrivals.size();
    }
    return keys;
}

}  // namespace rostrum::limits
