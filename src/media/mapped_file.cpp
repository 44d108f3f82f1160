#include "media/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace rostrum::media {
namespace {

[[noreturn]] void raise_error(int error) {
    throw std::system_error(error, std::generic_category(), "a media file");
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) raise_error(errno);
    struct stat status{};
    int error = ::fstat(file, &status) != 0 ? errno : 0;
    size_ = static_cast<std::size_t>(status.st_size);
    if (error == 0 && size_ != 0) {
        start_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
        if (start_ == MAP_FAILED) error = errno;
    }
    ::close(file);
    if (error != 0) raise_error(error);
}

MappedFile::~MappedFile() {
    if (start_ != nullptr) ::munmap(start_, size_);
}

}  // namespace rostrum::media
