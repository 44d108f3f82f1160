#pragma once

#include "accounts/types.hpp"
#include "core/result.hpp"
#include "publishing/checker.hpp"
#include "publishing/input.hpp"
#include "publishing/queue.hpp"
#include "publishing/rows.hpp"
#include "publishing/schedule.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rostrum::publishing {

/// A post with its targets, as it is about to be stored.
struct Draft {
    PostRow post;
    std::vector<TargetRow> targets;
    std::optional<Time> due_at;  ///< empty: it stays a draft
    bool wants_slot = false;     ///< its time is the next free slot
};

/// Makes the rows of a post that a client wrote, without platforms and formats. Errors:
/// `validation_failed` with everything that is wrong.
Result<Draft> make_draft(const PostInput& input, WorkspaceId workspace, IdSource& ids, Time now);

/// The rows of a post after a change; targets of the same account keep their ids. Errors: as
/// `make_draft`.
Result<Draft> apply(const PostPatch& patch, const Emptied& emptied, Draft old, IdSource& ids,
                    Time now);

/// Takes over what the check found out about the targets. Errors: `validation_failed` with what
/// keeps the post from being stored, or from being published where it is due. `path` stands before
/// the names of the fields.
Result<> accept(Draft& draft, const std::vector<TargetReport>& reports, std::string_view path = {});

/// Gives a post another id.
void set_id(Draft& draft, PostId id);

/// Sets or takes away the time of a post.
void set_schedule(Draft& draft, const std::optional<Schedule>& schedule);
void set_slot(Draft& draft, const FreeSlot& slot);

}  // namespace rostrum::publishing
