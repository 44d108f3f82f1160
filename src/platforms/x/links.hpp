#pragma once

#include "platforms/x/code_points.hpp"

#include <cstddef>
#include <vector>

namespace rostrum::platforms::x {

/// An address in a text, in characters.
struct LinkSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The addresses that X will shorten, in order, by the rules of its library twitter-text: those
/// with http:// or https://, and bare ones of ASCII whose end is a top-level domain.
std::vector<LinkSpan> find_links(const CodePoints& text);

}  // namespace rostrum::platforms::x
