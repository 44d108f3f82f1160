#include "media/image.hpp"

#include "media/mapped_file.hpp"

#include <boost/crc.hpp>

#include <algorithm>
#include <utility>

namespace rostrum::media {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t side_max = 100'000;

std::unexpected<Error> damaged(std::string_view what) {
    auto error = invalid_field("file", "is damaged or incomplete: " + std::string(what));
    error.user_message = "This image is damaged or incomplete. Export it again.";
    return std::unexpected(std::move(error));
}

Result<Facts> sized(std::uint64_t width, std::uint64_t height) {
    if (width == 0 || height == 0 || width > side_max || height > side_max) {
        return damaged("its size makes no sense");
    }
    Facts facts;
    facts.width = static_cast<std::int64_t>(width);
    facts.height = static_cast<std::int64_t>(height);
    return facts;
}

/// Whether EXIF says that the image lies on its side: orientations 5 to 8.
bool lies_on_side(std::string_view segment) {
    if (!segment.starts_with("Exif\0\0"sv)) return false;
    const auto tiff = segment.substr(6);
    const bool little = tiff.starts_with("II");
    const auto number = [&](std::size_t at, std::size_t width) {
        return little ? little_endian(tiff, at, width) : big_endian(tiff, at, width);
    };
    const auto directory = static_cast<std::size_t>(number(4, 4));
    const auto entries = static_cast<std::size_t>(number(directory, 2));
    constexpr std::size_t entry_size = 12;
    constexpr std::uint64_t orientation_tag = 0x0112;
    for (std::size_t i = 0; i < entries; ++i) {
        const auto at = directory + 2 + i * entry_size;
        if (at >= tiff.size()) break;
        if (number(at, 2) != orientation_tag) continue;
        const auto orientation = number(at + 8, 2);
        return orientation >= 5 && orientation <= 8;
    }
    return false;
}

bool is_frame_marker(unsigned marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

Result<Facts> read_jpeg(std::string_view bytes) {
    // Cameras add something behind the end, but not much.
    constexpr std::size_t tail_max = 256 * 1024;
    const auto tail = bytes.substr(bytes.size() - std::min(bytes.size(), tail_max));
    if (!tail.contains("\xff\xd9"sv)) return damaged("it has no end");
    bool turned = false;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        if (bytes[at] != '\xff') return damaged("a segment does not begin where it should");
        const auto marker = static_cast<unsigned>(big_endian(bytes, at + 1, 1));
        if (marker == 0xff) {
            ++at;
            continue;
        }
        const auto length = big_endian(bytes, at + 2, 2);
        const auto segment = bytes.substr(at + 4, length < 2 ? 0 : length - 2);
        if (is_frame_marker(marker)) {
            auto facts = sized(big_endian(segment, 3, 2), big_endian(segment, 1, 2));
            if (facts && turned) std::swap(facts->width, facts->height);
            return facts;
        }
        if (marker == 0xe1) turned = turned || lies_on_side(segment);
        if (marker == 0xda || length < 2) break;
        at += 2 + length;
    }
    return damaged("it holds no picture");
}

/// Whether a PNG begins with a header that is as it was written: its checksum is right.
bool has_sound_header(std::string_view bytes) {
    constexpr std::size_t begins_at = 8;
    constexpr std::size_t data_size = 13;
    constexpr std::size_t type_at = begins_at + 4;
    constexpr std::size_t checksum_at = type_at + 4 + data_size;
    if (bytes.size() < checksum_at + 4 || bytes.substr(type_at, 4) != "IHDR") return false;
    if (big_endian(bytes, begins_at, 4) != data_size) return false;
    boost::crc_32_type checksum;
    checksum.process_bytes(bytes.data() + type_at, 4 + data_size);
    return big_endian(bytes, checksum_at, 4) == checksum.checksum();
}

Result<Facts> read_png(std::string_view bytes) {
    if (!has_sound_header(bytes)) return damaged("its header is not whole");
    bool has_picture = false;
    for (std::uint64_t at = 8; at + 12 <= bytes.size();) {
        const auto length = big_endian(bytes, at, 4);
        if (length > bytes.size() || at + 12 + length > bytes.size()) break;
        const auto type = bytes.substr(at + 4, 4);
        has_picture = has_picture || type == "IDAT";
        if (type == "IEND") {
            if (!has_picture) return damaged("it holds no picture");
            return sized(big_endian(bytes, 16, 4), big_endian(bytes, 20, 4));
        }
        at += 12 + length;
    }
    return damaged("it has no end");
}

/// Walks over the blocks of a GIF.
class GifReader {
public:
    explicit GifReader(std::string_view bytes) : bytes_(bytes) {}

    Result<Facts> read() {
        at_ = 13 + color_table_size(10);
        for (;;) {
            switch (big_endian(bytes_, at_, 1)) {
                case 0x3b: return finish();
                case 0x2c:
                    ++frames_;
                    at_ += 10 + color_table_size(at_ + 9) + 1;
                    break;
                case 0x21:
                    // The delay of a frame, in hundredths of a second.
                    if (big_endian(bytes_, at_ + 1, 1) == 0xf9) {
                        delays_ += little_endian(bytes_, at_ + 4, 2);
                    }
                    at_ += 2;
                    break;
                default: return damaged("it has no end");
            }
            if (!skip_blocks()) return damaged("it has no end");
        }
    }

private:
    std::size_t color_table_size(std::size_t flags_at) const {
        const auto flags = big_endian(bytes_, flags_at, 1);
        return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
    }

    bool skip_blocks() {
        while (at_ < bytes_.size()) {
            const auto size = big_endian(bytes_, at_, 1);
            at_ += 1 + size;
            if (size == 0) return true;
        }
        return false;
    }

    Result<Facts> finish() const {
        if (frames_ == 0) return damaged("it holds no picture");
        auto facts = sized(little_endian(bytes_, 6, 2), little_endian(bytes_, 8, 2));
        if (facts && frames_ > 1) facts->duration_ms = static_cast<std::int64_t>(delays_ * 10);
        return facts;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    std::size_t frames_ = 0;
    std::uint64_t delays_ = 0;
};

Result<Facts> read_webp(std::string_view bytes) {
    // The size leaves out the eight bytes in front of it, and may leave out a byte of padding.
    if (little_endian(bytes, 4, 4) + 8 > bytes.size() + 1) return damaged("it has no end");
    const auto chunk = bytes.substr(std::min<std::size_t>(12, bytes.size()), 4);
    if (chunk == "VP8X") {
        return sized(little_endian(bytes, 24, 3) + 1, little_endian(bytes, 27, 3) + 1);
    }
    if (chunk == "VP8 ") {
        return sized(little_endian(bytes, 26, 2) & 0x3fff, little_endian(bytes, 28, 2) & 0x3fff);
    }
    if (chunk == "VP8L" && bytes.size() > 25) {
        const auto bits = little_endian(bytes, 21, 4);
        return sized((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    }
    return damaged("it holds no picture");
}

}  // namespace

Result<Facts> read_image(Format format, std::string_view bytes) {
    switch (format) {
        case Format::jpeg: return read_jpeg(bytes);
        case Format::png: return read_png(bytes);
        case Format::gif: return GifReader(bytes).read();
        case Format::webp: return read_webp(bytes);
        default: return damaged("it is no image");
    }
}

}  // namespace rostrum::media
