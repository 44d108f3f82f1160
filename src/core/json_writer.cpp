#include "core/json_writer.hpp"

#include "core/utf8.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace rostrum {
namespace {

/// Characters that need a closer look: controls, quote, backslash, and everything beyond ASCII.
constexpr auto special = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 256; ++c) table[c] = c < 0x20 || c == '"' || c == '\\' || c >= 0x80;
    return table;
}();

/// Eight characters at once: whether any of them is special. Each test leaves a high bit where it
/// finds its character (Hacker's Delight, 6-1); one beyond ASCII has that bit by itself.
bool any_special(const char* text) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t highs = 0x8080808080808080;
    std::uint64_t word;
    std::memcpy(&word, text, sizeof word);
    const auto zero_byte = [](std::uint64_t value) { return (value - ones) & ~value & highs; };
    const std::uint64_t controls = (word - ones * 0x20) & ~word & highs;
    const std::uint64_t quotes = zero_byte(word ^ (ones * '"'));
    const std::uint64_t slashes = zero_byte(word ^ (ones * '\\'));
    return (controls | quotes | slashes | (word & highs)) != 0;
}

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
        if (at + 8 <= text.size() && !any_special(text.data() + at)) {
            at += 8;
            continue;
        }
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
