#include "media/library.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace rostrum::media {
namespace {

constexpr std::size_t piece_size = 256 * 1024;

/// Reads a part of a file on threads that may block.
class FilePull final : public http::PullSource {
public:
    FilePull(http::FileRange range, BlockingThreads& threads)
        : range_(std::move(range)), threads_(threads) {}
    ~FilePull() override {
        if (file_ >= 0) ::close(file_);
    }
    FilePull(const FilePull&) = delete;
    FilePull& operator=(const FilePull&) = delete;

    Task<std::string> read() override {
        co_return co_await threads_.run([this] { return next(); });
    }

private:
    std::string next() {
        const auto wanted = std::min<std::uint64_t>(piece_size, range_.length - done_);
        if (wanted == 0) return {};
        if (file_ < 0) file_ = ::open(range_.path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file_ < 0) throw std::system_error(errno, std::generic_category(), "a media file");
        std::string piece(wanted, '\0');
        const auto count =
            ::pread(file_, piece.data(), piece.size(), static_cast<off_t>(range_.offset + done_));
        if (count < 0) throw std::system_error(errno, std::generic_category(), "a media file");
        if (count == 0) throw std::runtime_error("a media file is too short");
        piece.resize(static_cast<std::size_t>(count));
        done_ += piece.size();
        return piece;
    }

    http::FileRange range_;
    BlockingThreads& threads_;
    std::uint64_t done_ = 0;
    int file_ = -1;
};

class TextPull final : public http::PullSource {
public:
    explicit TextPull(std::string text) : text_(std::move(text)) {}
    Task<std::string> read() override { co_return std::exchange(text_, {}); }

private:
    std::string text_;
};

}  // namespace

std::shared_ptr<http::PullSource> pull(http::BodySource source, BlockingThreads& threads) {
    if (auto* text = std::get_if<std::string>(&source)) {
        return std::make_shared<TextPull>(std::move(*text));
    }
    if (auto* file = std::get_if<http::FileRange>(&source)) {
        return std::make_shared<FilePull>(std::move(*file), threads);
    }
    return std::get<http::PullRange>(source).open();
}

}  // namespace rostrum::media
