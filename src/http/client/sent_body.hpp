#pragma once

#include "http/body_source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace rostrum::http {

/// The body of a request as libcurl asks for it: on the loop, so many bytes at a time.
class SentBody {
public:
    /// What `read` answers instead of a number of bytes.
    static constexpr std::size_t not_yet = static_cast<std::size_t>(-1);
    static constexpr std::size_t broken = static_cast<std::size_t>(-2);

    virtual ~SentBody() = default;

    /// Fills the front of `into`; 0 at the end, `not_yet` when the bytes have to be waited for.
    virtual std::size_t read(std::span<char> into) noexcept = 0;
    /// Begins again at the first byte.
    virtual void rewind() = 0;

    std::uint64_t size() const { return size_; }

protected:
    explicit SentBody(std::uint64_t size) : size_(size) {}

private:
    std::uint64_t size_;
};

/// Reads a file as it is asked, which nearly always means out of the kernel's cache.
class FileBody final : public SentBody {
public:
    /// Throws std::system_error when the file cannot be opened.
    explicit FileBody(const FileRange& range);
    ~FileBody() override;
    FileBody(const FileBody&) = delete;
    FileBody& operator=(const FileBody&) = delete;

    std::size_t read(std::span<char> into) noexcept override;
    void rewind() override { done_ = 0; }

private:
    int file_;
    std::uint64_t offset_;
    std::uint64_t done_ = 0;
};

/// Hands on the pieces of a source, which somebody else awaits.
class PulledBody final : public SentBody {
public:
    explicit PulledBody(PullRange range);

    std::size_t read(std::span<char> into) noexcept override;
    void rewind() override;

    /// Whether libcurl waits for the next piece of `source`.
    bool wants_piece() const { return wants_piece_; }
    std::shared_ptr<PullSource> source() const { return source_; }
    /// Gives it a piece of this source; one of a source from before a rewind is dropped.
    void feed(const std::shared_ptr<PullSource>& source, std::string piece);

private:
    PullRange range_;
    std::shared_ptr<PullSource> source_;
    std::string piece_;
    std::size_t used_ = 0;  ///< of the piece
    std::uint64_t done_ = 0;
    bool wants_piece_ = false;
    bool ended_ = false;
};

}  // namespace rostrum::http
