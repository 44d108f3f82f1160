#include "sandbox/quota.hpp"

namespace rostrum::sandbox {
namespace {

Time end_of_window(const Quota& quota, Time now) {
    if (!quota.begins_at) return now + quota.window;
    const auto since = now.time_since_epoch() - *quota.begins_at;
    const auto begun = std::chrono::floor<std::chrono::seconds>(since) / quota.window;
    return Time{*quota.begins_at + (begun + 1) * quota.window};
}

}  // namespace

QuotaUse QuotaMeter::take(const std::string& key, const Quota& quota, std::int64_t units,
                          Time now) {
    const std::scoped_lock lock(mutex_);
    auto& window = windows_[key];
    // A window of a clock that was set back is not waited for.
    if (window.ends_at <= now || window.ends_at > now + quota.window) {
        window = {.ends_at = end_of_window(quota, now), .used = 0};
    }
    QuotaUse use{.allowed = window.used + units <= quota.limit,
                 .limit = quota.limit,
                 .remaining = 0,
                 .resets_at = window.ends_at};
    if (use.allowed) {
        window.used += units;
    } else {
        refused_ += units;
    }
    use.remaining = quota.limit - window.used;
    return use;
}

std::int64_t QuotaMeter::refused() const {
    const std::scoped_lock lock(mutex_);
    return refused_;
}

void QuotaMeter::reset() {
    const std::scoped_lock lock(mutex_);
    windows_.clear();
    refused_ = 0;
}

}  // namespace rostrum::sandbox
