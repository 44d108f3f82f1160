#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "media/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::media {

/// A file that is about to be a workspace's.
struct NewMedia {
    MediaId id;
    Kind kind = Kind::image;
    std::string mime;
    std::int64_t bytes = 0;
    std::string sha256;
    std::string filename;
    std::optional<std::string> alt_text;
    Facts facts;
    std::optional<UploadId> upload;  ///< the resumable upload that it came by
};

/// The rows of media, of the objects they share, and of the objects that are to go.
class Store {
public:
    Store(db::Database& database, events::Outbox& outbox, const Clock& clock, IdSource& ids)
        : database_(database), outbox_(outbox), clock_(clock), ids_(ids) {}

    Task<std::vector<Media>> list(accounts::Scope scope, PageRequest page,
                                  std::optional<Kind> kind);
    /// Errors: `not_found`.
    Task<Result<Media>> find(accounts::Scope scope, MediaId id);
    Task<Result<Media>> find_public(MediaId id);
    /// Those of the ids that are the workspace's, in no order.
    Task<std::vector<Media>> many(accounts::Scope scope, const std::vector<MediaId>& ids);
    /// Errors: `not_found`.
    Task<Result<>> describe(accounts::Scope scope, MediaId id, std::optional<std::string> alt_text);

    /// Whether the workspace has an object of this content.
    Task<bool> has_content(accounts::Scope scope, std::string sha256);
    /// Writes down that an object of this key is going to be put, so that it is removed unless
    /// `add` takes it.
    Task<> expect_object(std::string key);

    /// What `add` did with the object.
    enum class Added : std::uint8_t {
        fresh,    ///< the object that was put is in use
        shared,   ///< one of the same content was there: what was put is to go
        missing,  ///< nothing was added: there is no such content, and none was put
    };
    /// Adds a file; `key` is that of the object that was put for it, if one was. Errors: `conflict`
    /// when putting took so long that the object was given up.
    Task<Result<Added>> add(accounts::Scope scope, NewMedia media, std::optional<std::string> key);

    /// Removes a file. Answers the key of its object when nothing else shares it: it is to be
    /// removed from the store now. Errors: `not_found`; `conflict` while something uses the file.
    Task<Result<std::optional<std::string>>> remove(accounts::Scope scope, MediaId id);

    /// Holds on to a file, in the transaction of whoever does. Errors: `not_found`.
    Task<Result<>> use(db::Transaction& tx, WorkspaceId workspace, MediaId id, std::string used_by);
    /// Lets go of all files that `used_by` holds.
    Task<> release(db::Transaction& tx, WorkspaceId workspace, std::string used_by);

    /// Files that nothing has used since `before`, with their workspaces.
    struct Unused {
        MediaId id;
        WorkspaceId workspace_id;
    };
    Task<std::vector<Unused>> unused(Time before, std::int64_t count_max);

    /// Gives up objects whose workspace is gone. Answers how many there were.
    Task<std::int64_t> give_up_ownerless(std::int64_t count_max);
    /// Keys of objects that are to be removed by now.
    Task<std::vector<std::string>> due_removals(std::int64_t count_max);
    Task<> removed(std::string key);

private:
    db::Database& database_;
    events::Outbox& outbox_;
    const Clock& clock_;
    IdSource& ids_;
};
BOOST_DESCRIBE_STRUCT(Store::Unused, (), (id, workspace_id))

}  // namespace rostrum::media
