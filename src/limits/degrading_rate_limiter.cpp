#include "limits/degrading_rate_limiter.hpp"

#include "core/log.hpp"

namespace rostrum::limits {
namespace {

std::int64_t microseconds_of(Time time) { return time.time_since_epoch().count(); }

}  // namespace

DegradingRateLimiter::DegradingRateLimiter(RateLimiter& shared, RateLimiter& local,
                                           const Clock& clock, Metrics& metrics,
                                           std::chrono::microseconds pause)
    : shared_(shared),
      local_(local),
      clock_(clock),
      pause_(pause),
      gauge_(metrics.gauge("rate_limiter_degraded",
                           "1 while rate limits are counted in this process instead of Redis")) {}

Task<RateDecision> DegradingRateLimiter::take(const RatePolicy& policy, std::string who) {
    return ask(policy, std::move(who), &RateLimiter::take);
}

Task<RateDecision> DegradingRateLimiter::look(const RatePolicy& policy, std::string who) {
    return ask(policy, std::move(who), &RateLimiter::look);
}

Task<bool> DegradingRateLimiter::check() {
    const RatePolicy probe{"probe", 1, std::chrono::seconds{1}};
    co_await ask_shared(probe, "", &RateLimiter::look);
    co_return !is_degraded();
}

Task<RateDecision> DegradingRateLimiter::ask(const RatePolicy& policy, std::string who, Step step) {
    // The shared limiter answers this without looking, which would say nothing about it.
    if (policy.is_off()) co_return RateDecision{};
    if (auto decision = co_await ask_shared(policy, who, step)) co_return *decision;
    co_return co_await (local_.*step)(policy, std::move(who));
}

Task<std::optional<RateDecision>> DegradingRateLimiter::ask_shared(const RatePolicy& policy,
                                                                   std::string who, Step step) {
    const auto round = round_.load();
    if (!may_ask(round)) co_return std::nullopt;
    try {
        const auto decision = co_await (shared_.*step)(policy, std::move(who));
        restore(round);
        co_return decision;
    } catch (const LimiterUnavailable& unavailable) {
        degrade(round, unavailable.what());
    }
    co_return std::nullopt;
}

bool DegradingRateLimiter::may_ask(std::uint64_t round) {
    if (!is_degraded(round)) return true;
    const auto now = microseconds_of(clock_.now());
    auto due = try_again_us_.load();
    // A clock that was set back must not make the pause longer.
    if (now < due && due - now <= pause_.count()) return false;
    return try_again_us_.compare_exchange_strong(due, now + pause_.count());
}

void DegradingRateLimiter::degrade(std::uint64_t round, const std::string& why) {
    const std::scoped_lock lock(changing_);
    if (round != round_.load() || is_degraded(round)) return;
    try_again_us_ = microseconds_of(clock_.now()) + pause_.count();
    round_ = round + 1;
    gauge_.Set(1);
    log::warn("rate limits are counted in this process only: Redis is unavailable", {{"why", why}});
}

void DegradingRateLimiter::restore(std::uint64_t round) {
    if (!is_degraded(round)) return;
    const std::scoped_lock lock(changing_);
    if (round != round_.load()) return;
    round_ = round + 1;
    gauge_.Set(0);
    log::info("rate limits are counted in Redis again");
}

}  // namespace rostrum::limits
