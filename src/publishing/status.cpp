#include "publishing/status.hpp"

#include <algorithm>

namespace rostrum::publishing {

PostStatus status_of(std::span<const TargetState> targets, bool has_schedule) {
    const auto count = [&](TargetStatus status) {
        return std::ranges::count(targets, status, &TargetState::status);
    };
    const auto total = static_cast<std::ptrdiff_t>(targets.size());
    if (total == 0) return PostStatus::draft;
    const auto pending = count(TargetStatus::pending);
    const auto cancelled = count(TargetStatus::cancelled);
    if (pending + cancelled == total && pending > 0 &&
        std::ranges::none_of(targets, &TargetState::is_started)) {
        if (std::ranges::none_of(targets, &TargetState::is_due)) return PostStatus::draft;
        return has_schedule ? PostStatus::scheduled : PostStatus::publishing;
    }
    if (pending + count(TargetStatus::publishing) + count(TargetStatus::processing) > 0) {
        return PostStatus::publishing;
    }
    if (cancelled == total) return PostStatus::cancelled;
    const auto published = count(TargetStatus::published);
    if (published == 0) return PostStatus::failed;
    return published + cancelled == total ? PostStatus::published : PostStatus::partial;
}

}  // namespace rostrum::publishing
