#include "core/json_writer.hpp"

#include "core/utf8.hpp"

#include <array>

namespace rostrum {
namespace {

/// Characters that need a closer look: controls, quote, backslash, and everything beyond ASCII.
constexpr auto special = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 256; ++c) table[c] = c < 0x20 || c == '"' || c == '\\' || c >= 0x80;
    return table;
}();

void append_escaped(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default:
            out += "\\u00";
            out += digits[c >> 4];
            out += digits[c & 15];
    }
}

}  // namespace

void JsonWriter::append_string(std::string_view text) {
    out_ += '"';
    std::size_t start = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (!special[c]) {
            ++at;
            continue;
        }
        if (c >= 0x80) {
            const std::size_t length = utf8::sequence_length(text.substr(at));
            if (length != 0) {
                at += length;
                continue;
            }
            out_.append(text, start, at - start);
            out_ += "\xEF\xBF\xBD";
        } else {
            out_.append(text, start, at - start);
            append_escaped(out_, c);
        }
        start = ++at;
    }
    out_.append(text, start, at - start);
    out_ += '"';
}

}  // namespace rostrum
