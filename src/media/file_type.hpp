#pragma once

#include "core/result.hpp"
#include "media/types.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace rostrum::media {

/// The types that are taken.
enum class Format : std::uint8_t {
    jpeg,
    png,
    gif,
    webp,
    mp4,
    mov,
    webm,
    mkv,
    pdf,
    zip_office,  ///< docx or pptx: which of them, the end of the file tells
    ole_office,  ///< doc or ppt, likewise
    docx,
    pptx,
    doc,
    ppt,
};

/// What is known of a format.
struct FileType {
    Format format;
    Kind kind;
    std::string_view mime;
    std::string_view extension;  ///< without the dot
};

const FileType& type_of(Format format);

/// How many bytes from its start tell what a file is.
inline constexpr std::size_t head_size = 4096;

/// Tells a file by its first bytes, whatever its name. Errors: `unsupported_media_type`, with words
/// that say what it is where that is known.
Result<Format> sniff(std::string_view head);

/// Whether a content type that a client announces stands for nothing that is taken. Types that say
/// nothing, and none at all, do not count.
bool is_hopeless(std::string_view announced_mime);

}  // namespace rostrum::media
