#include "sandbox/instagram/usage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::chrono::hours window_length{1};
constexpr std::chrono::seconds penalty{1};

CallLimits usual_limits() { return {calls_per_hour_default, app_calls_per_hour_default}; }

}  // namespace

std::optional<int> Usage::refusal() const {
    if (app.minutes_to_regain > 0) return 4;
    if (account.minutes_to_regain > 0) return 80'002;
    return std::nullopt;
}

UsageMeter::UsageMeter() : limits_(usual_limits()) {}

Usage UsageMeter::count(const Account& account, Time now) {
    const std::scoped_lock lock(mutex_);
    const Usage usage{count_in(accounts_[&account], *limits_.calls_per_hour, now),
                      count_in(app_, *limits_.app_calls_per_hour, now)};
    if (usage.refusal()) ++refused_;
    return usage;
}

UsageShare UsageMeter::count_in(Window& window, std::int64_t allowance, Time now) {
    if (window.ends_at <= now || window.ends_at > now + 2 * window_length) {
        window = {now + window_length, 0};
    }
    ++window.calls;
    UsageShare share{.percent = window.calls * 100 / allowance, .minutes_to_regain = 0};
    if (window.calls > allowance) {
        window.ends_at = std::min(window.ends_at + penalty, now + 2 * window_length);
        share.minutes_to_regain =
            std::chrono::ceil<std::chrono::minutes>(window.ends_at - now).count();
    }
    return share;
}

void UsageMeter::set_limits(const CallLimits& limits) {
    const std::scoped_lock lock(mutex_);
    if (limits.calls_per_hour) limits_.calls_per_hour = limits.calls_per_hour;
    if (limits.app_calls_per_hour) limits_.app_calls_per_hour = limits.app_calls_per_hour;
}

std::int64_t UsageMeter::refused() const {
    const std::scoped_lock lock(mutex_);
    return refused_;
}

void UsageMeter::reset() {
    const std::scoped_lock lock(mutex_);
    refused_ = 0;
    limits_ = usual_limits();
    app_ = {};
    accounts_.clear();
}

void add_usage_headers(http::Headers& headers, const Account& account, const Usage& usage) {
    if (usage.app.percent > 0) {
        headers.set("X-App-Usage",
                    fmt::format(R"({{"call_count":{},"total_time":{},"total_cputime":{}}})",
                                usage.app.percent, usage.app.percent / 3, usage.app.percent / 4));
    }
    if (usage.account.percent > 0) {
        headers.set(
            "X-Business-Use-Case-Usage",
            fmt::format(R"({{"{}":[{{"type":"instagram","call_count":{},"total_cputime":{},)"
                        R"("total_time":{},"estimated_time_to_regain_access":{}}}]}})",
                        ig_id(account), usage.account.percent, usage.account.percent / 6,
                        usage.account.percent / 4, usage.account.minutes_to_regain));
    }
}

}  // namespace rostrum::sandbox::instagram
