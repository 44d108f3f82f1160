#pragma once

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/task.hpp"
#include "db/database.hpp"
#include "platforms/post_content.hpp"

#include <string>
#include <vector>

namespace rostrum::publishing {

/// Where the files of posts come from. Safe to use from every loop; outlives who uses it.
class MediaSource {
public:
    virtual ~MediaSource() = default;

    /// The files of a workspace with these ids, in their order. Ids that are not known to it are
    /// left out.
    virtual Task<std::vector<platforms::MediaFile>> files(WorkspaceId workspace,
                                                          std::vector<MediaId> ids) = 0;

    /// Holds on to the files for `used_by`, such as "post:<id>", in the caller's transaction.
    /// Errors: `not_found`.
    virtual Task<Result<>> use(db::Transaction& tx, WorkspaceId workspace, std::vector<MediaId> ids,
                               std::string used_by) = 0;

    /// Lets go of all that `used_by` holds.
    virtual Task<> release(db::Transaction& tx, WorkspaceId workspace, std::string used_by) = 0;
};

}  // namespace rostrum::publishing
