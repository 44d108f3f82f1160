// The header fields of resumable uploads, and the first bytes of files, from arbitrary bytes.

#include "media/tus.hpp"

#include "media/document.hpp"
#include "media/file_type.hpp"
#include "media/image.hpp"
#include "media/video.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum::media;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto pairs = tus::parse_metadata(text)) {
        for (const auto& [name, value] : *pairs) check(!name.empty() && value.size() <= size);
    }
    if (const auto checksum = tus::parse_checksum(text)) check(checksum->digest.size() >= 20);
    (void)tus::parse_number(text);
    (void)read_ffprobe(text);
    (void)has_whole_boxes(text);
    (void)read_pdf(text);
    const auto format = sniff(text.substr(0, head_size));
    if (!format) return 0;
    switch (type_of(*format).kind) {
        case Kind::image:
            if (const auto facts = read_image(*format, text)) check(*facts->width > 0);
            break;
        case Kind::document:
            if (*format != Format::pdf) (void)office_format(*format, text);
            break;
        case Kind::video: break;
    }
    return 0;
}
