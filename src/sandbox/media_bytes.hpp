#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// What the first bytes of a file tell, whatever its name and header say.
namespace rostrum::sandbox {

/// "image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4" or "video/quicktime"; empty
/// for anything else.
std::string_view mime_of_bytes(std::string_view head);

struct PixelSize {
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// Nothing when the bytes are no JPEG, or do not reach as far as its frame.
std::optional<PixelSize> jpeg_size(std::string_view head);

}  // namespace rostrum::sandbox
