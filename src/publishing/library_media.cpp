#include "publishing/library_media.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::publishing {
namespace {

accounts::Scope scope_of(WorkspaceId workspace) { return {workspace, {}, accounts::Role::viewer}; }

platforms::MediaKind kind_of(media::Kind kind) {
    switch (kind) {
        case media::Kind::video: return platforms::MediaKind::video;
        case media::Kind::document: return platforms::MediaKind::document;
        case media::Kind::image: break;
    }
    return platforms::MediaKind::image;
}

platforms::MediaFile to_file(const media::Library& library, media::Media media) {
    platforms::MediaFile file{.id = to_string(media.id),
                              .kind = kind_of(media.kind),
                              .mime = media.mime,
                              .filename = media.filename,
                              .bytes = static_cast<std::uint64_t>(media.bytes),
                              .width = media.width,
                              .height = media.height,
                              .duration_ms = media.duration_ms,
                              .frame_rate = media.frame_rate,
                              .video_codec = media.video_codec.value_or(""),
                              .audio_codec = media.audio_codec.value_or(""),
                              .pages = media.pages,
                              .alt_text = media.alt_text.value_or(""),
                              .public_url = library.public_url(media),
                              .range = {}};
    file.range = [&library, media = std::move(media)](std::uint64_t offset, std::uint64_t length) {
        return library.body(media, offset, length);
    };
    return file;
}

}  // namespace

Task<std::vector<platforms::MediaFile>> LibraryMedia::files(WorkspaceId workspace,
                                                            std::vector<MediaId> ids) {
    std::vector<platforms::MediaFile> files;
    if (ids.empty()) co_return files;
    auto known = co_await library_.known(scope_of(workspace), ids);
    for (const auto id : ids) {
        const auto found = std::ranges::find(known, id, &media::Media::id);
        if (found != known.end()) files.push_back(to_file(library_, *found));
    }
    co_return files;
}

Task<Result<>> LibraryMedia::use(db::Transaction& tx, WorkspaceId workspace,
                                 std::vector<MediaId> ids, std::string used_by) {
    for (const auto id : ids) {
        auto used = co_await library_.use(tx, scope_of(workspace), id, used_by);
        if (!used) co_return std::unexpected(std::move(used.error()));
    }
    co_return Result<>{};
}

Task<> LibraryMedia::release(db::Transaction& tx, WorkspaceId workspace, std::string used_by) {
    co_await library_.release(tx, scope_of(workspace), std::move(used_by));
}

}  // namespace rostrum::publishing
