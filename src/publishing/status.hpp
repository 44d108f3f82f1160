#pragma once

#include "publishing/types.hpp"

#include <span>

namespace rostrum::publishing {

/// What of a target decides on its post's status.
struct TargetState {
    TargetStatus status = TargetStatus::pending;
    bool is_started = false;  ///< a worker has had it
    bool is_due = false;      ///< it has a time, or waits for something else
};
BOOST_DESCRIBE_STRUCT(TargetState, (), (status, is_started, is_due))

/// The status of a post with these targets. `has_schedule`: a time was set, not just "now".
PostStatus status_of(std::span<const TargetState> targets, bool has_schedule);

/// Whether nothing will happen to it any more unless somebody asks for it.
constexpr bool is_final(TargetStatus status) {
    return status == TargetStatus::published || status == TargetStatus::failed ||
           status == TargetStatus::needs_attention || status == TargetStatus::cancelled;
}

}  // namespace rostrum::publishing
