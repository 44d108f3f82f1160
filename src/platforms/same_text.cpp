#include "platforms/same_text.hpp"

namespace rostrum::platforms {

std::string comparable_text(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(space) - begin + 1);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            out += '\n';
        }
    }
    return out;
}

bool is_same_text(std::string_view sent, std::string_view told) {
    return comparable_text(sent) == comparable_text(told);
}

}  // namespace rostrum::platforms
