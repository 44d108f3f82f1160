#pragma once

#include "accounts/types.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "media/library.hpp"
#include "media/spool.hpp"
#include "media/tus.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>

namespace rostrum::media {

/// What a part is refused for whose checksum is another one.
inline constexpr std::string_view checksum_mismatch = "does not match what came";

struct NewUpload {
    std::uint64_t length = 0;  ///< bytes of the whole file
    std::string filename;
    std::string filetype;  ///< what the client believes; the content decides
};

/// A resumable upload.
struct Upload {
    UploadId id;
    WorkspaceId workspace_id;
    UserId user_id;
    std::int64_t length = 0;
    std::string filename;
    std::string filetype;
    std::optional<MediaId> media_id;  ///< once it is finished, while that file exists
    bool finished = false;
    Time created_at;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(Upload, (),
                      (id, workspace_id, user_id, length, filename, filetype, media_id, finished,
                       created_at, expires_at))

/// An upload and how much of it is on the disk.
struct UploadState {
    Upload upload;
    std::uint64_t offset = 0;

    bool is_whole() const { return offset == static_cast<std::uint64_t>(upload.length); }
};

/// Who holds uploads at the moment: one request at a time, in this process and in others that share
/// the folder.
class UploadLocks {
public:
    class Lock {
    public:
        Lock(UploadLocks& locks, UploadId id) : locks_(&locks), id_(id) {}
        ~Lock();
        Lock(const Lock&) = delete;
        Lock& operator=(const Lock&) = delete;

    private:
        UploadLocks* locks_;
        UploadId id_;
    };

    /// Null when somebody else has it.
    std::unique_ptr<Lock> take(UploadId id);

private:
    std::mutex mutex_;
    std::unordered_set<UploadId> taken_;
};

/// Takes the bytes of one request of a resumable upload. Without a checksum all that came stays,
/// however the request ends; with one, all or nothing.
class UploadPart {
public:
    /// `file` is open and locked; `offset` is its size.
    UploadPart(Spool& spool, Upload upload, std::unique_ptr<UploadLocks::Lock> lock,
               std::unique_ptr<SpoolFile> file, std::uint64_t offset,
               std::optional<tus::Checksum> checksum);

    /// Takes the next bytes, which stay where they are until it returns. Errors:
    /// `payload_too_large` for more than the upload's length, `insufficient_storage`,
    /// `unsupported_media_type` once the start tells that the file is of no use.
    Task<Result<>> write(std::string_view piece);

    /// The request is over, or the client has gone (`whole` false). Answers the offset that holds
    /// from now on. Errors: `validation_failed` for a wrong checksum; `insufficient_storage`.
    enum class Whole : std::uint8_t { no, yes };
    Task<Result<std::uint64_t>> end(Whole whole);

    const Upload& upload() const { return upload_; }

private:
    friend class Uploads;

    Result<> take(std::string_view piece);
    Result<> judge();
    Result<std::uint64_t> close(Whole whole);
    Result<> append_checked();

    Spool& spool_;
    Upload upload_;
    std::unique_ptr<UploadLocks::Lock> lock_;
    std::unique_ptr<SpoolFile> file_;
    std::optional<tus::Checksum> checksum_;
    std::unique_ptr<SpoolFile> unchecked_;  ///< what came, until its checksum is known to be right
    std::optional<crypto::Hasher> part_hasher_;
    std::optional<crypto::Hasher> whole_hasher_;  ///< only when the upload came in one piece
    std::string head_;
    std::optional<Format> format_;
    std::uint64_t start_;
    std::uint64_t came_ = 0;
    bool is_too_long_ = false;  ///< more came than was announced
};

/// Resumable uploads. How far one has come is the size of its file, so that nothing is forgotten
/// when the process dies. The file lies in the spool: on every node that shares that folder, or on
/// one. Safe to use from every loop.
class Uploads {
public:
    static constexpr std::chrono::hours lifetime{24};  ///< since the last byte
    static constexpr std::int64_t open_max = 100;      ///< of one workspace at a time

    Uploads(db::Database& database, Library& library, Spool& spool, const Clock& clock,
            IdSource& ids)
        : database_(database), library_(library), spool_(spool), clock_(clock), ids_(ids) {}

    /// Errors: `payload_too_large`, `unsupported_media_type` for a type that is hopeless,
    /// `insufficient_storage`, `conflict` when too many are open, `validation_failed`.
    Task<Result<Upload>> create(accounts::Scope scope, NewUpload upload);

    /// Errors: `not_found`, also for one that has expired; `server_error` (retryable) when another
    /// node has its file.
    Task<Result<UploadState>> find(accounts::Scope scope, UploadId id);

    /// Begins to take bytes at `offset`. Errors: as `find`; `conflict` when the upload stands
    /// elsewhere or is finished; `conflict` (retryable) while another request has it.
    Task<Result<std::unique_ptr<UploadPart>>> begin(accounts::Scope scope, UploadId id,
                                                    std::uint64_t offset,
                                                    std::optional<tus::Checksum> checksum);

    /// Ends a part, and the upload when that was the last one. Answers the new state. Errors: those
    /// of the part and of `Library::add`; an upload that cannot become a file is removed.
    Task<Result<UploadState>> end(accounts::Scope scope, std::unique_ptr<UploadPart> part,
                                  UploadPart::Whole whole);

    /// Ends a part of which `write` refused something. What came before stays, unless the error
    /// says that the upload can never become a file: then it is removed.
    Task<> give_up(accounts::Scope scope, std::unique_ptr<UploadPart> part, Error error);

    /// Ends an upload that is whole but was interrupted before it became a file.
    Task<Result<UploadState>> complete(accounts::Scope scope, UploadState state);

    /// Errors: `not_found`; `conflict` (retryable) while a request has it.
    Task<Result<>> remove(accounts::Scope scope, UploadId id);

    /// Forgets what has expired, and removes files of the spool that nobody has written to for
    /// longer than an upload lives. Answers how many files there were.
    Task<std::int64_t> clean();

private:
    std::filesystem::path path_of(UploadId id) const;
    Task<Result<Upload>> row(accounts::Scope scope, UploadId id);
    Task<Result<std::uint64_t>> offset_of(const Upload& upload);
    Task<Result<UploadState>> finish(accounts::Scope scope, std::unique_ptr<UploadPart> part);
    Task<> forget(accounts::Scope scope, UploadId id);

    db::Database& database_;
    Library& library_;
    Spool& spool_;
    const Clock& clock_;
    IdSource& ids_;
    UploadLocks locks_;
};

}  // namespace rostrum::media
