#include "media/spool.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace rostrum::media {
namespace {

[[noreturn]] void raise_error(int error, const std::filesystem::path& path) {
    throw std::system_error(error, std::generic_category(), path.string());
}

bool is_out_of_room(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

std::unexpected<Error> out_of_room() {
    return fail(ErrorCode::insufficient_storage, "the disk is full");
}

}  // namespace

Result<> write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && is_out_of_room(errno)) return out_of_room();
        if (count < 0) raise_error(errno, "a spool file");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

void sync_folder(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) raise_error(errno, folder);
    const int failed = ::fsync(file) != 0 ? errno : 0;
    ::close(file);
    if (failed != 0) raise_error(failed, folder);
}

SpoolFile::SpoolFile(std::filesystem::path path, Open how)
    : path_(std::move(path)),
      file_(::open(
          path_.c_str(),
          O_RDWR | O_APPEND | O_CLOEXEC | (how == Open::create ? O_CREAT | O_EXCL : O_NOFOLLOW),
          0600)),
      kept_(how == Open::existing) {
    if (file_ < 0) raise_error(errno, path_);
}

SpoolFile::SpoolFile(SpoolFile&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)), kept_(other.kept_) {}

SpoolFile::~SpoolFile() {
    if (file_ < 0) return;
    ::close(file_);
    if (!kept_) ::unlink(path_.c_str());
}

std::uint64_t SpoolFile::size() const {
    struct stat status{};
    if (::fstat(file_, &status) != 0) raise_error(errno, path_);
    return static_cast<std::uint64_t>(status.st_size);
}

Result<> SpoolFile::append(std::string_view bytes) { return write_all(file_, bytes); }

std::string SpoolFile::read(std::uint64_t offset, std::size_t count) const {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const auto got = ::pread(file_, bytes.data() + filled, count - filled,
                                 static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) raise_error(errno, path_);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

void SpoolFile::truncate(std::uint64_t size) {
    if (::ftruncate(file_, static_cast<off_t>(size)) != 0) raise_error(errno, path_);
}

Result<> SpoolFile::sync() {
    if (::fsync(file_) == 0) return {};
    if (is_out_of_room(errno)) return out_of_room();
    raise_error(errno, path_);
}

}  // namespace rostrum::media
