#pragma once

#include "core/task.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace rostrum::http {

/// Bytes that are asked for piece by piece. One call at a time, on any loop.
class PullSource {
public:
    virtual ~PullSource() = default;

    /// The next piece, of some MiB at most; empty at the end. Throws what kept it from reading.
    virtual Task<std::string> read() = 0;
};

/// A part of a file. The file stays as it is while it is read.
struct FileRange {
    std::filesystem::path path;
    std::uint64_t offset = 0;  ///< bytes
    std::uint64_t length = 0;  ///< bytes
};

/// Bytes from elsewhere, of a length that is known beforehand.
struct PullRange {
    /// Begins at the first byte; called again when a request has to be sent again.
    std::function<std::shared_ptr<PullSource>()> open;
    std::uint64_t length = 0;  ///< bytes
};

/// What a body is made of, without being loaded whole.
using BodySource = std::variant<std::string, FileRange, PullRange>;

/// The size of a body, in bytes.
inline std::uint64_t size_of(const BodySource& source) {
    if (const auto* text = std::get_if<std::string>(&source)) return text->size();
    if (const auto* file = std::get_if<FileRange>(&source)) return file->length;
    return std::get<PullRange>(source).length;
}

/// Takes a body piece by piece; the next piece comes when it has returned. What it throws breaks
/// the exchange off.
using BodySink = std::function<Task<>(std::string_view piece)>;

}  // namespace rostrum::http
