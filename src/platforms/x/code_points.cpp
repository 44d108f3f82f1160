#include "platforms/x/code_points.hpp"

#include "core/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace rostrum::platforms::x {
namespace {

constexpr char32_t joiner = 0x200D;
constexpr char32_t emoji_selector = 0xFE0F;
constexpr char32_t text_selector = 0xFE0E;
constexpr char32_t keycap = 0x20E3;

std::string composed(std::string_view text) {
    utf8proc_uint8_t* out = nullptr;
    const auto size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &out,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
    if (size < 0) return std::string(text);
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

char32_t decode(std::string_view sequence) {
    utf8proc_int32_t point = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(sequence.data()),
                     static_cast<utf8proc_ssize_t>(sequence.size()), &point);
    return static_cast<char32_t>(point);
}

bool is_pictograph(char32_t c) {
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->boundclass ==
           UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool is_region(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }
bool is_skin_tone(char32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }
bool is_tag(char32_t c) { return c >= 0xE0020 && c <= 0xE007F; }
bool is_key(char32_t c) { return (c >= U'0' && c <= U'9') || c == U'#' || c == U'*'; }
/// These are emoji only when a selector says so.
bool needs_selector(char32_t c) { return c == 0xA9 || c == 0xAE || c == 0x2122 || c == 0x265F; }

/// One pictograph with what modifies it.
std::size_t element_length(const CodePoints& text, std::size_t i) {
    if (!is_pictograph(text.at(i)) || text.at(i + 1) == text_selector) return 0;
    if (needs_selector(text.at(i)) && text.at(i + 1) != emoji_selector) return 0;
    std::size_t end = i + 1;
    if (text.at(end) == emoji_selector) ++end;
    if (is_skin_tone(text.at(end))) ++end;
    while (is_tag(text.at(end))) ++end;
    return end - i;
}

}  // namespace

CodePoints compose(std::string_view text) {
    CodePoints out{.text = composed(text), .points = {}, .offsets = {}};
    const std::string_view all = out.text;
    for (std::size_t at = 0; at < all.size();) {
        const auto length = utf8::sequence_length(all.substr(at));
        out.offsets.push_back(at);
        out.points.push_back(length == 0 ? 0xFFFD : decode(all.substr(at, length)));
        at += std::max<std::size_t>(length, 1);
    }
    out.offsets.push_back(all.size());
    return out;
}

std::size_t emoji_length(const CodePoints& text, std::size_t i) {
    if (is_region(text.at(i)) && is_region(text.at(i + 1))) return 2;
    if (is_key(text.at(i))) {
        const auto end = i + (text.at(i + 1) == emoji_selector ? 2 : 1);
        return text.at(end) == keycap ? end + 1 - i : 0;
    }
    auto length = element_length(text, i);
    while (length != 0 && text.at(i + length) == joiner) {
        const auto next = element_length(text, i + length + 1);
        if (next == 0) break;
        length += 1 + next;
    }
    return length;
}

}  // namespace rostrum::platforms::x
