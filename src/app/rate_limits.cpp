#include "app/rate_limits.hpp"

#include "core/log.hpp"
#include "limits/redis/redis_rate_limiter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace rostrum::app {
namespace {

/// The configuration has checked it.
limits::RatePolicy rate_policy(const Config& config, const std::string& property,
                               std::string name) {
    return limits::parse_rate_policy(std::move(name), config.text(property)).value();
}

}  // namespace

api::RatePolicies rate_policies(const Config& config) {
    return {.general = rate_policy(config, "RATE_LIMIT_GENERAL", "general"),
            .signed_in = rate_policy(config, "RATE_LIMIT_SIGNED_IN", "signed-in"),
            .sign_in = rate_policy(config, "RATE_LIMIT_SIGN_IN", "sign-in"),
            .sync = rate_policy(config, "RATE_LIMIT_SYNC", "sync"),
            .connections = rate_policy(config, "RATE_LIMIT_CONNECTIONS", "connections"),
            .upload = rate_policy(config, "RATE_LIMIT_UPLOAD", "upload")};
}

RateLimits::RateLimits(const Config& config, Loops& loops, const Clock& clock, Random& random,
                       Metrics& metrics)
    : loops_(loops), local_(clock) {
    if (!config.has("REDIS_URL")) return;
    auto url = limits::redis::parse_url(config.text("REDIS_URL")).value();
    client_ = limits::redis::create_client(loops, random, {.url = std::move(url)});
    redis_ = std::make_unique<limits::redis::RedisRateLimiter>(*client_);
    degrading_ = std::make_unique<limits::DegradingRateLimiter>(*redis_, local_, clock, metrics);
}

limits::RateLimiter& RateLimits::limiter() {
    if (degrading_) return *degrading_;
    return local_;
}

void RateLimits::start() {
    if (!client_) return;
    if (client_->start()) log::info("rate limits are counted in Redis");
    // Says what is the matter, if anything is.
    asio::co_spawn(loops_.at(0), degrading_->check(), asio::use_future).get();
}

void RateLimits::stop() {
    if (client_) client_->stop();
}

}  // namespace rostrum::app
