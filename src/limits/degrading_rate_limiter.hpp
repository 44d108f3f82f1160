#pragma once

#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "limits/rate_limiter.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace rostrum::limits {

/// Asks a limiter that all nodes share and, when that is unavailable, one of this process: requests
/// are then counted for each node by itself, rather than refused or let through. While degraded one
/// request in each pause tries the shared one again; the others do not wait for it. It says in the
/// log, once each, when it degrades and when it is back. Safe to use from any thread.
class DegradingRateLimiter final : public RateLimiter {
public:
    static constexpr std::chrono::milliseconds usual_pause{1000};

    /// All of them outlive it.
    DegradingRateLimiter(RateLimiter& shared, RateLimiter& local, const Clock& clock,
                         Metrics& metrics, std::chrono::microseconds pause = usual_pause);

    Task<RateDecision> take(const RatePolicy& policy, std::string who) override;
    Task<RateDecision> look(const RatePolicy& policy, std::string who) override;

    /// Asks the shared limiter, as a request would. Answers whether it is in use.
    Task<bool> check();

    bool is_degraded() const { return is_degraded(round_.load()); }

private:
    using Step = Task<RateDecision> (RateLimiter::*)(const RatePolicy&, std::string);

    static bool is_degraded(std::uint64_t round) { return round % 2 == 1; }

    Task<RateDecision> ask(const RatePolicy& policy, std::string who, Step step);
    Task<std::optional<RateDecision>> ask_shared(const RatePolicy& policy, std::string who,
                                                 Step step);
    bool may_ask(std::uint64_t round);
    void degrade(std::uint64_t round, const std::string& why);
    void restore(std::uint64_t round);

    RateLimiter& shared_;
    RateLimiter& local_;
    const Clock& clock_;
    const std::chrono::microseconds pause_;
    prometheus::Gauge& gauge_;
    std::mutex changing_;
    /// Counts the changes; odd while degraded. Whoever asked in an earlier round changes nothing:
    /// its answer is old news.
    std::atomic<std::uint64_t> round_{0};
    std::atomic<std::int64_t> try_again_us_{0};
};

}  // namespace rostrum::limits
