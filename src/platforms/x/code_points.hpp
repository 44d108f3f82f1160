#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::x {

/// A text that is composed (NFC), character by character, with the place of each in its bytes.
struct CodePoints {
    std::string text;
    std::vector<char32_t> points;
    std::vector<std::size_t> offsets;  ///< one more than points: the last is the text's size

    std::size_t size() const { return points.size(); }
    /// The character at `i`, or 0 behind the end.
    char32_t at(std::size_t i) const { return i < points.size() ? points[i] : U'\0'; }
    std::string_view part(std::size_t begin, std::size_t end) const {
        return std::string_view(text).substr(offsets[begin], offsets[end] - offsets[begin]);
    }
};

/// Composes a text of valid UTF-8 and takes it apart; what is not valid is left as single bytes.
CodePoints compose(std::string_view text);

/// How many characters the emoji at `i` has, with its joiners, selectors and skin tones; 0 when
/// there is none.
std::size_t emoji_length(const CodePoints& text, std::size_t i);

}  // namespace rostrum::platforms::x
