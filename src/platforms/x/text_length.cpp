#include "platforms/x/text_length.hpp"

#include "platforms/x/code_points.hpp"
#include "platforms/x/links.hpp"

#include <algorithm>
#include <array>

namespace rostrum::platforms::x {
namespace {

constexpr std::size_t link_length = 23;
constexpr std::size_t emoji_weight = 2;
constexpr std::size_t cashtag_letters_max = 6;

struct LightRange {
    char32_t first;
    char32_t last;
};
constexpr std::array light_ranges{LightRange{0, 4351}, LightRange{8192, 8205},
                                  LightRange{8208, 8223}, LightRange{8242, 8247}};

std::size_t weight_of(char32_t c) {
    const bool light = std::ranges::any_of(
        light_ranges, [c](const auto& range) { return c >= range.first && c <= range.last; });
    return light ? 1 : 2;
}

bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

}  // namespace

std::size_t text_length(std::string_view text) {
    const auto points = compose(text);
    const auto links = find_links(points);
    std::size_t length = 0;
    auto link = links.begin();
    for (std::size_t i = 0; i < points.size();) {
        if (link != links.end() && link->begin == i) {
            length += link_length;
            i = link->end;
            ++link;
        } else if (const auto emoji = emoji_length(points, i); emoji != 0) {
            length += emoji_weight;
            i += emoji;
        } else {
            length += weight_of(points.at(i++));
        }
    }
    return length;
}

bool has_link(std::string_view text) { return !find_links(compose(text)).empty(); }

std::size_t count_cashtags(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || (i > 0 && text[i - 1] != ' ' && text[i - 1] != '\n')) continue;
        auto end = i + 1;
        while (end < text.size() && is_letter(static_cast<unsigned char>(text[end]))) ++end;
        const auto letters = end - i - 1;
        const bool ends = end == text.size() || std::string_view(" \n.,;:!?").contains(text[end]);
        if (letters >= 1 && letters <= cashtag_letters_max && ends) ++count;
    }
    return count;
}

bool has_invalid_character(std::string_view text) {
    return text.contains("\xEF\xBF\xBE") || text.contains("\xEF\xBB\xBF") ||
           text.contains("\xEF\xBF\xBF");
}

}  // namespace rostrum::platforms::x
