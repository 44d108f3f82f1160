// Forms from arbitrary bytes: wherever they are cut, they come to the same, and nothing is lost or
// made up.

#include "http/multipart.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using rostrum::http::MultipartParser;

void check(bool holds) {
    if (!holds) std::abort();
}

/// What a form came to.
struct Reading {
    std::string text;
    std::size_t data = 0;
    bool refused = false;
};

Reading read(std::string_view body, std::size_t piece) {
    MultipartParser parser("b");
    Reading reading;
    for (std::size_t at = 0; at < body.size(); at += piece) {
        parser.feed(body.substr(at, piece));
        for (;;) {
            const auto event = parser.next();
            if (!event) {
                reading.refused = true;
                return reading;
            }
            if (!*event) break;
            switch ((*event)->kind) {
                case MultipartParser::EventKind::part:
                    reading.text += "[" + (*event)->part.name + "]";
                    break;
                case MultipartParser::EventKind::data:
                    check(!(*event)->data.empty());
                    reading.text += (*event)->data;
                    reading.data += (*event)->data.size();
                    break;
                case MultipartParser::EventKind::part_end: reading.text += "|"; break;
                case MultipartParser::EventKind::end: reading.text += "."; break;
            }
        }
    }
    return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = read(body, body.size() + 1);
    check(whole.data <= body.size());
    const auto pieces = read(body, data[0] % 16 + 1);
    // Limits are looked at piece by piece: a form near one of them may be refused in one way only.
    if (whole.refused || pieces.refused || body.size() > MultipartParser::preamble_bytes_max)
        return 0;
    check(pieces.text == whole.text);
    return 0;
}
