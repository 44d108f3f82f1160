#include "core/shared_clock.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <bit>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace rostrum {
namespace {

constexpr std::size_t shift_size = sizeof(std::int64_t);
static_assert(std::endian::native == std::endian::little, "the file's number is little-endian");

std::runtime_error unusable(const std::filesystem::path& file, std::string_view why) {
    return std::runtime_error("the clock's file " + file.string() + ": " + std::string(why));
}

/// Maps the number at the start of the file; it can be read, not written.
std::int64_t* map(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw unusable(path, std::strerror(errno));
    struct stat status{};
    const bool long_enough =
        ::fstat(file, &status) == 0 && status.st_size >= static_cast<off_t>(shift_size);
    void* mapped =
        long_enough ? ::mmap(nullptr, shift_size, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    ::close(file);
    if (!long_enough) throw unusable(path, "is shorter than eight bytes");
    if (mapped == MAP_FAILED) throw unusable(path, "cannot be mapped");
    return static_cast<std::int64_t*>(mapped);
}

}  // namespace

SharedClock::SharedClock(const std::filesystem::path& file) {
    if (!file.empty()) shift_us_ = map(file);
}

SharedClock::~SharedClock() {
    if (shift_us_ != nullptr) ::munmap(shift_us_, shift_size);
}

Time SharedClock::now() const {
    if (shift_us_ == nullptr) return base_.now();
    const auto shift = std::atomic_ref(*shift_us_).load(std::memory_order_relaxed);
    return base_.now() + std::chrono::microseconds{shift};
}

}  // namespace rostrum
