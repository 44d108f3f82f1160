#include "sandbox/media_bytes.hpp"

#include <cstddef>

namespace rostrum::sandbox {
namespace {

std::int64_t number_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]);
}

/// A start of frame: C0 to CF, without the tables and extensions among them.
bool is_frame(unsigned char marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

}  // namespace

std::string_view mime_of_bytes(std::string_view head) {
    if (head.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (head.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
    if (head.starts_with("GIF8")) return "image/gif";
    if (head.size() >= 12 && head.starts_with("RIFF") && head.substr(8, 4) == "WEBP") {
        return "image/webp";
    }
    if (head.size() >= 12 && head.substr(4, 4) == "ftyp") {
        return head.substr(8, 2) == "qt" ? "video/quicktime" : "video/mp4";
    }
    return {};
}

std::optional<PixelSize> jpeg_size(std::string_view head) {
    if (mime_of_bytes(head) != "image/jpeg") return std::nullopt;
    std::size_t at = 2;
    while (at + 9 <= head.size()) {
        if (static_cast<unsigned char>(head[at]) != 0xFF) return std::nullopt;
        if (is_frame(static_cast<unsigned char>(head[at + 1]))) {
            return PixelSize{.width = number_at(head, at + 7), .height = number_at(head, at + 5)};
        }
        at += 2 + static_cast<std::size_t>(number_at(head, at + 2));
    }
    return std::nullopt;
}

}  // namespace rostrum::sandbox
