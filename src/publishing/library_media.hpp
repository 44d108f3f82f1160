#pragma once

#include "media/library.hpp"
#include "publishing/media_source.hpp"

namespace rostrum::publishing {

/// The files of posts are those of the media library.
class LibraryMedia final : public MediaSource {
public:
    /// The library outlives it.
    explicit LibraryMedia(media::Library& library) : library_(library) {}

    Task<std::vector<platforms::MediaFile>> files(WorkspaceId workspace,
                                                  std::vector<MediaId> ids) override;
    Task<Result<>> use(db::Transaction& tx, WorkspaceId workspace, std::vector<MediaId> ids,
                       std::string used_by) override;
    Task<> release(db::Transaction& tx, WorkspaceId workspace, std::string used_by) override;

private:
    media::Library& library_;
};

}  // namespace rostrum::publishing
