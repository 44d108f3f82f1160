#include "http/client/sent_body.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace rostrum::http {

FileBody::FileBody(const FileRange& range)
    : SentBody(range.length),
      file_(::open(range.path.c_str(), O_RDONLY | O_CLOEXEC)),
      offset_(range.offset) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "a body's file");
}

FileBody::~FileBody() { ::close(file_); }

std::size_t FileBody::read(std::span<char> into) noexcept {
    const auto wanted = std::min<std::uint64_t>(into.size(), size() - done_);
    if (wanted == 0) return 0;
    ssize_t count = -1;
    do {
        count = ::pread(file_, into.data(), wanted, static_cast<off_t>(offset_ + done_));
    } while (count < 0 && errno == EINTR);
    // A file that is shorter than it was said to be would leave the request without its end.
    if (count <= 0) return broken;
    done_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
}

PulledBody::PulledBody(PullRange range)
    : SentBody(range.length), range_(std::move(range)), source_(range_.open()) {}

std::size_t PulledBody::read(std::span<char> into) noexcept {
    if (done_ == size()) return 0;
    if (used_ == piece_.size()) {
        if (ended_) return broken;
        wants_piece_ = true;
        return not_yet;
    }
    const auto left = std::min<std::uint64_t>(piece_.size() - used_, size() - done_);
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left));
    std::memcpy(into.data(), piece_.data() + used_, count);
    used_ += count;
    done_ += count;
    return count;
}

void PulledBody::rewind() {
    source_ = range_.open();
    piece_.clear();
    used_ = 0;
    done_ = 0;
    wants_piece_ = false;
    ended_ = false;
}

void PulledBody::feed(const std::shared_ptr<PullSource>& source, std::string piece) {
    if (source != source_) return;
    ended_ = piece.empty();
    piece_ = std::move(piece);
    used_ = 0;
    wants_piece_ = false;
}

}  // namespace rostrum::http
