#include "media/uploads.hpp"

#include "core/log.hpp"
#include "media/sql.hpp"

#include <sys/file.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace rostrum::media {
namespace {

using accounts::Scope;
namespace fs = std::filesystem;

constexpr std::size_t filetype_max = 100;

std::unexpected<Error> no_such_upload() {
    return fail(ErrorCode::not_found, "no such upload, or it has expired");
}

std::unexpected<Error> taken() {
    auto error = make_error(ErrorCode::conflict, "another request has this upload",
                            "This upload is under way in another request.");
    error.retryable = true;
    return std::unexpected(std::move(error));
}

std::unexpected<Error> elsewhere() {
    auto error = make_error(ErrorCode::server_error, "the parts of this upload are on another node",
                            "The upload goes on in a moment.");
    error.retry_after = std::chrono::seconds{1};
    return std::unexpected(std::move(error));
}

/// The hash of a file that is there already.
std::string hash_file(const SpoolFile& file) {
    constexpr std::size_t block = 1024 * 1024;
    crypto::Hasher hasher;
    for (std::uint64_t at = 0;; at += block) {
        const auto bytes = file.read(at, block);
        if (bytes.empty()) break;
        hasher.update(bytes);
    }
    return crypto::hex_encode(hasher.finish());
}

/// Opens the file of an upload; null when it is not on this node.
std::unique_ptr<SpoolFile> open_file(const fs::path& path) {
    try {
        return std::make_unique<SpoolFile>(path, SpoolFile::Open::existing);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
        return nullptr;
    }
}

/// Whether it makes no sense to try again with these bytes.
bool is_final(const Error& error) {
    return error.code == ErrorCode::unsupported_media_type ||
           error.code == ErrorCode::validation_failed || error.code == ErrorCode::payload_too_large;
}

std::string tidy_filetype(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, filetype_max)) {
        if (c > ' ' && c < 0x7f) out += c;
    }
    return out;
}

Result<> make_file(const Spool& spool, const fs::path& path, std::uint64_t length) {
    if (auto room = spool.check_room(length); !room) return room;
    SpoolFile file(path, SpoolFile::Open::create);
    file.keep();
    sync_folder(spool.folder);
    return {};
}

}  // namespace

fs::path Uploads::path_of(UploadId id) const { return spool_.folder / (to_string(id) + ".part"); }

Task<Result<Upload>> Uploads::create(Scope scope, NewUpload wanted) {
    if (wanted.length == 0) co_return fail(invalid_field("Upload-Length", "must be more than 0"));
    if (wanted.length > spool_.limits.largest()) co_return fail(too_large(spool_.limits));
    auto filetype = tidy_filetype(wanted.filetype);
    if (is_hopeless(filetype)) {
        co_return fail(ErrorCode::unsupported_media_type, filetype + " is not taken",
                       "This kind of file is not accepted.");
    }
    const Time now = clock_.now();
    Upload upload{.id = UploadId{ids_.next()},
                  .workspace_id = scope.workspace,
                  .user_id = scope.user,
                  .length = static_cast<std::int64_t>(wanted.length),
                  .filename = tidy_filename(wanted.filename),
                  .filetype = std::move(filetype),
                  .media_id = std::nullopt,
                  .finished = false,
                  .created_at = now,
                  .expires_at = now + lifetime};
    // The file first: a row without one would look like an upload on another node.
    auto made = co_await spool_.threads.run([this, &upload, &wanted] {
        return std::optional(make_file(spool_, path_of(upload.id), wanted.length));
    });
    if (!*made) co_return std::unexpected(std::move(made->error()));
    const auto inserted = co_await database_.execute(
        sql::insert_upload, {upload.id, scope.workspace, scope.user, upload.length, upload.filename,
                             upload.filetype, false, now, upload.expires_at, open_max});
    if (inserted.affected() == 1) co_return upload;
    co_await spool_.threads.run([this, &upload] { return fs::remove(path_of(upload.id)); });
    co_return fail(ErrorCode::conflict, "too many uploads are open",
                   "Too many uploads are open. Finish or cancel some of them.");
}

Task<Result<Upload>> Uploads::row(Scope scope, UploadId id) {
    auto upload = (co_await database_.query(sql::find_upload, {scope.workspace, id})).one<Upload>();
    if (!upload || upload->expires_at <= clock_.now()) co_return no_such_upload();
    co_return std::move(*upload);
}

/// What is on the disk, which is made sure of before it is told.
Task<Result<std::uint64_t>> Uploads::offset_of(const Upload& upload) {
    using Answer = std::optional<Result<std::uint64_t>>;
    auto answer = co_await spool_.threads.run([path = path_of(upload.id)]() -> Answer {
        const auto file = open_file(path);
        if (!file) return Answer(elsewhere());
        if (auto synced = file->sync(); !synced) {
            return Answer(std::unexpected(std::move(synced.error())));
        }
        return Answer(file->size());
    });
    co_return std::move(*answer);
}

Task<Result<UploadState>> Uploads::find(Scope scope, UploadId id) {
    auto upload = co_await row(scope, id);
    if (!upload) co_return std::unexpected(std::move(upload.error()));
    if (upload->finished) {
        const auto length = static_cast<std::uint64_t>(upload->length);
        co_return UploadState{std::move(*upload), length};
    }
    const auto offset = co_await offset_of(*upload);
    if (!offset) co_return std::unexpected(offset.error());
    co_return UploadState{std::move(*upload), *offset};
}

Task<Result<std::unique_ptr<UploadPart>>> Uploads::begin(Scope scope, UploadId id,
                                                         std::uint64_t offset,
                                                         std::optional<tus::Checksum> checksum) {
    auto upload = co_await row(scope, id);
    if (!upload) co_return std::unexpected(std::move(upload.error()));
    auto lock = locks_.take(id);
    if (!lock) co_return taken();
    using Begun = std::optional<Result<std::unique_ptr<UploadPart>>>;
    auto begun = co_await spool_.threads.run([&]() -> Begun {
        if (upload->finished) return Begun(fail(ErrorCode::conflict, "the upload is finished"));
        auto file = open_file(path_of(id));
        if (!file) return Begun(elsewhere());
        if (::flock(file->handle(), LOCK_EX | LOCK_NB) != 0) return Begun(taken());
        if (const auto size = file->size(); size != offset) {
            return Begun(fail(ErrorCode::conflict, "the upload stands at " + std::to_string(size)));
        }
        return Begun(std::make_unique<UploadPart>(spool_, *upload, std::move(lock), std::move(file),
                                                  offset, std::move(checksum)));
    });
    co_return std::move(*begun);
}

Task<Result<UploadState>> Uploads::end(Scope scope, std::unique_ptr<UploadPart> part,
                                       UploadPart::Whole whole) {
    auto& upload = part->upload_;
    const auto offset = co_await part->end(whole);
    if (!offset) {
        // A wrong checksum is the part's fault alone; a useless type is the upload's.
        if (offset.error().code != ErrorCode::validation_failed && is_final(offset.error())) {
            co_await forget(scope, upload.id);
        }
        co_return std::unexpected(offset.error());
    }
    upload.expires_at = clock_.now() + lifetime;
    co_await database_.execute(sql::prolong_upload,
                               {scope.workspace, upload.id, upload.expires_at});
    if (*offset == static_cast<std::uint64_t>(upload.length)) {
        co_return co_await finish(scope, std::move(part));
    }
    co_return UploadState{upload, *offset};
}

Task<> Uploads::give_up(Scope scope, std::unique_ptr<UploadPart> part, Error error) {
    if (is_final(error) && !part->is_too_long_) {
        co_await forget(scope, part->upload_.id);
    } else {
        (void)co_await end(scope, std::move(part), UploadPart::Whole::no);
    }
}

Task<Result<UploadState>> Uploads::complete(Scope scope, UploadState state) {
    auto part = co_await begin(scope, state.upload.id, state.offset, std::nullopt);
    if (!part) co_return std::unexpected(std::move(part.error()));
    co_return co_await end(scope, std::move(*part), UploadPart::Whole::yes);
}

/// Makes a file of an upload that is whole. The lock is held until that is done.
Task<Result<UploadState>> Uploads::finish(Scope scope, std::unique_ptr<UploadPart> part) {
    auto upload = part->upload_;
    const auto length = static_cast<std::uint64_t>(upload.length);
    const bool hashed = part->whole_hasher_ && part->came_ == length;
    auto sha256 = co_await spool_.threads.run([&] {
        return hashed ? crypto::hex_encode(part->whole_hasher_->finish()) : hash_file(*part->file_);
    });
    Received received{.file = std::move(part->file_),
                      .bytes = length,
                      .sha256 = std::move(sha256),
                      .format = *part->format_};
    auto media = co_await library_.add(scope, std::move(received),
                                       {.filename = upload.filename, .upload = upload.id});
    if (!media) {
        if (is_final(media.error())) co_await forget(scope, upload.id);
        co_return std::unexpected(std::move(media.error()));
    }
    co_await spool_.threads.run([this, &upload] {
        std::error_code ignored;
        return fs::remove(path_of(upload.id), ignored);
    });
    upload.finished = true;
    upload.media_id = media->id;
    co_return UploadState{std::move(upload), length};
}

Task<> Uploads::forget(Scope scope, UploadId id) {
    co_await database_.execute(sql::delete_upload, {scope.workspace, id});
    co_await spool_.threads.run([this, id] {
        std::error_code ignored;
        return fs::remove(path_of(id), ignored);
    });
}

Task<Result<>> Uploads::remove(Scope scope, UploadId id) {
    const auto upload = co_await row(scope, id);
    if (!upload) co_return std::unexpected(upload.error());
    const auto lock = locks_.take(id);
    if (!lock) co_return taken();
    co_await forget(scope, id);
    co_return Result<>{};
}

Task<std::int64_t> Uploads::clean() {
    const Time now = clock_.now();
    const auto expired = co_await database_.execute(sql::delete_expired_uploads, {now});
    std::vector<UploadId> ids;
    for (std::size_t i = 0; i < expired.size(); ++i) ids.push_back(expired.get<UploadId>(i, "id"));
    co_return co_await spool_.threads.run([this, now, ids = std::move(ids)] {
        std::int64_t removed = 0;
        std::error_code failed;
        for (const auto& id : ids) removed += fs::remove(path_of(id), failed) ? 1 : 0;
        constexpr std::chrono::hours margin{1};
        for (const auto& entry : fs::directory_iterator(spool_.folder, failed)) {
            const auto written = std::chrono::file_clock::to_sys(entry.last_write_time(failed));
            if (failed || written > now - lifetime - margin) continue;
            removed += fs::remove(entry.path(), failed) ? 1 : 0;
        }
        return removed;
    });
}

}  // namespace rostrum::media
