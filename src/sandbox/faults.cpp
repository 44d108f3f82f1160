#include "sandbox/faults.hpp"

#include <algorithm>

namespace rostrum::sandbox {
namespace {

bool hits(const Fault& fault, const FaultTarget& target) {
    if (fault.platform != target.platform) return false;
    if (!fault.account.empty() && fault.account != target.account) return false;
    return fault.endpoint_is_name ? fault.endpoint == target.endpoint
                                  : target.path.contains(fault.endpoint);
}

bool spoils_the_answer(FaultKind kind) {
    return kind == FaultKind::drop_after_effect || kind == FaultKind::status_after_effect ||
           kind == FaultKind::truncate;
}

void count(Fault& fault) {
    if (fault.times_left) --*fault.times_left;
}

}  // namespace

bool Faults::meets(const Fault& fault, const FaultTarget& target) const {
    if (!hits(fault, target)) return false;
    if (!fault.chance) return true;
    constexpr std::int64_t parts = 1'000'000;
    const auto rolled = dice_.of(fault.id).of(calls_).below(parts);
    return static_cast<double>(rolled) < *fault.chance * static_cast<double>(parts);
}

std::optional<std::uint64_t> Faults::add(Fault fault) {
    const std::scoped_lock lock(mutex_);
    if (faults_.size() >= faults_max) return std::nullopt;
    fault.id = ++last_id_;
    faults_.push_back(std::move(fault));
    return last_id_;
}

void Faults::clear() {
    const std::scoped_lock lock(mutex_);
    faults_.clear();
}

std::vector<Fault> Faults::all(Time now) {
    const std::scoped_lock lock(mutex_);
    drop_spent(now);
    return faults_;
}

FaultPlan Faults::plan(const FaultTarget& target, Time now) {
    const std::scoped_lock lock(mutex_);
    drop_spent(now);
    ++calls_;
    FaultPlan plan;
    Fault* before = nullptr;
    Fault* after = nullptr;
    for (auto& fault : faults_) {
        if (!meets(fault, target)) continue;
        if (fault.kind == FaultKind::latency) {
            plan.latency += std::chrono::milliseconds{fault.value.value_or(0)};
            count(fault);
        } else if (auto*& place = spoils_the_answer(fault.kind) ? after : before;
                   place == nullptr) {
            place = &fault;
        }
    }
    if (before != nullptr) {
        plan.before = *before;
        count(*before);
    } else if (after != nullptr) {
        plan.after = *after;
        count(*after);
    }
    return plan;
}

void Faults::drop_spent(Time now) {
    std::erase_if(faults_, [&](const Fault& fault) {
        return fault.times_left.value_or(1) <= 0 || (fault.ends_at && *fault.ends_at <= now);
    });
}

}  // namespace rostrum::sandbox
