#include "sandbox/calls.hpp"

#include <utility>

namespace rostrum::sandbox {

void Calls::record(Call call) {
    const std::scoped_lock lock(mutex_);
    Key key{call.platform, call.method, call.path, call.status};
    if (counts_.size() >= different_calls_max && !counts_.contains(key)) key.path = "*";
    ++counts_[std::move(key)];
    recent_.push_back(std::move(call));
    if (recent_.size() > recent_calls_max) recent_.pop_front();
}

void Calls::clear() {
    const std::scoped_lock lock(mutex_);
    counts_.clear();
    recent_.clear();
}

std::vector<CallCount> Calls::counts(std::string_view platform) const {
    const std::scoped_lock lock(mutex_);
    std::vector<CallCount> rows;
    for (const auto& [key, count] : counts_) {
        if (!platform.empty() && key.platform != platform) continue;
        rows.push_back({key.platform, key.method, key.path, key.status, count});
    }
    return rows;
}

std::vector<Call> Calls::recent(std::string_view platform) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Call> rows;
    for (const auto& call : recent_) {
        if (platform.empty() || call.platform == platform) rows.push_back(call);
    }
    return rows;
}

}  // namespace rostrum::sandbox
