#include "api/throttle.hpp"

#include "http/server/client_address.hpp"

#include <fmt/format.h>

#include <iterator>

namespace rostrum::api {
namespace {

std::string user_message(std::chrono::seconds wait) {
    if (wait < std::chrono::minutes{2}) return "Too many requests. Wait a minute, then try again.";
    return fmt::format("Too many requests. Try again in {} minutes.",
                       std::chrono::ceil<std::chrono::minutes>(wait).count());
}

}  // namespace

void RateTally::add(const limits::RatePolicy& policy, const limits::RateDecision& decision) {
    const std::string_view comma = limits_.empty() ? "" : ", ";
    fmt::format_to(std::back_inserter(policies_), "{}\"{}\";q={};w={}", comma, policy.name,
                   policy.requests, policy.window.count());
    fmt::format_to(std::back_inserter(limits_), "{}\"{}\";r={};t={}", comma, policy.name,
                   decision.remaining, decision.reset.count());
}

void RateTally::write(http::Headers& headers) const {
    if (limits_.empty()) return;
    headers.add("RateLimit-Policy", policies_);
    headers.add("RateLimit", limits_);
}

Task<Result<>> Throttle::admit_address(const http::Request& request, RateClass rate,
                                       RateTally& tally) {
    if (rate == RateClass::unlimited) co_return Result<>{};
    const auto who = http::address_group(request.remote_address);
    if (auto taken = co_await take(policies_.general, who, tally); !taken) co_return taken;
    if (rate == RateClass::sign_in) co_return co_await take(policies_.sign_in, who, tally);
    co_return Result<>{};
}

Task<Result<>> Throttle::admit_member(const accounts::Principal& principal, RateClass rate,
                                      RateTally& tally) {
    if (rate == RateClass::unlimited) co_return Result<>{};
    auto taken = co_await take(policies_.signed_in, principal.key, tally);
    if (!taken) co_return taken;
    if (rate == RateClass::sign_in)
        co_return co_await take(policies_.sign_in, principal.key, tally);
    if (rate == RateClass::sync) co_return co_await take(policies_.sync, principal.key, tally);
    if (rate == RateClass::connections) {
        co_return co_await take(policies_.connections, principal.key, tally);
    }
    if (rate == RateClass::upload) co_return co_await take(policies_.upload, principal.key, tally);
    co_return Result<>{};
}

Task<Result<>> Throttle::check_address(const http::Request& request) {
    const auto& policy = policies_.general;
    if (policy.is_off()) co_return Result<>{};
    co_return judge(policy,
                    co_await limiter_.look(policy, http::address_group(request.remote_address)));
}

Task<Result<>> Throttle::take(const limits::RatePolicy& policy, std::string who, RateTally& tally) {
    if (policy.is_off()) co_return Result<>{};
    const auto decision = co_await limiter_.take(policy, std::move(who));
    tally.add(policy, decision);
    co_return judge(policy, decision);
}

Result<> Throttle::judge(const limits::RatePolicy& policy, const limits::RateDecision& decision) {
    if (decision.allowed) return {};
    auto error = make_error(
        ErrorCode::rate_limit_exceeded,
        fmt::format("more than {} requests in {} s", policy.requests, policy.window.count()),
        user_message(decision.retry_after));
    error.retry_after = decision.retry_after;
    return std::unexpected(std::move(error));
}

}  // namespace rostrum::api
