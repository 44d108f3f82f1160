#pragma once

#include "core/blocking.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/task.hpp"
#include "crypto/hasher.hpp"
#include "media/file_type.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::media {

/// A file that is being received. It is removed when this goes, unless it was kept or moved away.
/// Its calls block; one thread at a time.
class SpoolFile {
public:
    enum class Open : std::uint8_t { create, existing };

    /// Throws std::system_error; a disk without room is one of its reasons only for `append`.
    SpoolFile(std::filesystem::path path, Open how);
    ~SpoolFile();
    SpoolFile(SpoolFile&& other) noexcept;
    SpoolFile& operator=(SpoolFile&&) = delete;

    const std::filesystem::path& path() const { return path_; }
    int handle() const { return file_; }
    std::uint64_t size() const;

    /// Adds to the end. Errors: `insufficient_storage`; part of the bytes may then be there.
    Result<> append(std::string_view bytes);
    /// Up to `count` bytes from a place.
    std::string read(std::uint64_t offset, std::size_t count) const;
    void truncate(std::uint64_t size);
    /// Returns once all is on the disk. Errors: `insufficient_storage`.
    Result<> sync();
    /// Leaves the file where it is.
    void keep() { kept_ = true; }

private:
    std::filesystem::path path_;
    int file_;
    bool kept_ = false;
};

/// Writes to a descriptor until all is written. Errors: `insufficient_storage`; throws
/// std::system_error for whatever else went wrong.
Result<> write_all(int file, std::string_view bytes);

/// Makes the entries of a folder durable.
void sync_folder(const std::filesystem::path& folder);

/// What was received: whole, hashed, and of a type that is taken as far as its start tells.
struct Received {
    std::unique_ptr<SpoolFile> file;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< hex
    Format format = Format::jpeg;
};

/// Where files are received. Safe to use from every loop.
struct Spool {
    std::filesystem::path folder;
    SizeLimits limits;
    std::uint64_t free_bytes_min = 0;  ///< what has to stay free on the disk
    IdSource& ids;
    BlockingThreads& threads;

    /// Whether there is room for so many bytes more. Errors: `insufficient_storage`.
    Result<> check_room(std::uint64_t bytes) const;
};

/// Takes one file while it comes: writes it to the disk, hashes it, and stops as soon as it is
/// too large or of no use.
class Intake {
public:
    /// `announced` is the size that the client tells, if it does. Errors: `payload_too_large`,
    /// `insufficient_storage`.
    static Task<Result<std::unique_ptr<Intake>>> begin(Spool& spool,
                                                       std::optional<std::uint64_t> announced);

    explicit Intake(Spool& spool);

    /// Takes the next bytes, which stay where they are until it returns. Errors, after which
    /// nothing is kept: `payload_too_large`, `unsupported_media_type`, `insufficient_storage`.
    Task<Result<>> write(std::string_view piece);

    /// All has come. Errors: as before, and `validation_failed` for an empty file.
    Task<Result<Received>> finish();

private:
    Result<> take(std::string_view piece);
    Result<> judge();
    Result<Received> close();

    Spool& spool_;
    std::unique_ptr<SpoolFile> file_;
    crypto::Hasher hasher_;
    std::string head_;
    std::optional<Format> format_;
    std::uint64_t bytes_ = 0;
};

/// The error of a file that is larger than its kind may be.
Error too_large(Kind kind, const SizeLimits& limits);
/// The error of a file that is larger than any may be.
Error too_large(const SizeLimits& limits);

}  // namespace rostrum::media
