#include "publishing/status.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace rostrum::publishing {
namespace {

TEST(PostStatus, follows_from_the_targets) {
    using enum TargetStatus;
    const TargetState draft{pending, false, false};
    const TargetState due{pending, false, true};
    const TargetState parked{pending, true, true};
    const auto is = [](TargetStatus status) { return TargetState{status, true, false}; };
    struct Row {
        std::vector<TargetState> targets;
        bool has_schedule;
        PostStatus status;
        std::string_view reason;
    };
    const Row rows[] = {
        {{}, false, PostStatus::draft, "no targets"},
        {{draft, draft}, false, PostStatus::draft, "no time"},
        {{due, due}, true, PostStatus::scheduled, "a time"},
        {{due, due}, false, PostStatus::publishing, "now"},
        {{due, is(publishing)}, true, PostStatus::publishing, "one has begun"},
        {{is(processing)}, true, PostStatus::publishing, "the platform is at work"},
        {{parked}, true, PostStatus::publishing, "waits for its account"},
        {{is(published), due}, true, PostStatus::publishing, "one is to come"},
        {{is(published), is(published)}, true, PostStatus::published, "all"},
        {{is(published), is(failed)}, true, PostStatus::partial, "one of two"},
        {{is(published), is(needs_attention)}, true, PostStatus::partial, "one is unknown"},
        {{is(published), is(cancelled)}, true, PostStatus::published, "all that were wanted"},
        {{is(failed), is(cancelled)}, true, PostStatus::failed, "none"},
        {{is(needs_attention)}, true, PostStatus::failed, "nobody knows"},
        {{is(cancelled), is(cancelled)}, true, PostStatus::cancelled, "called off"},
        {{due, TargetState{cancelled, false, false}},
         true,
         PostStatus::scheduled,
         "one is called off"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(status_of(row.targets, row.has_schedule), row.status) << row.reason;
    }
}

}  // namespace
}  // namespace rostrum::publishing
