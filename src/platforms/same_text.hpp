#pragma once

#include <string>
#include <string_view>

namespace rostrum::platforms {

/// A text without what platforms change of it: they remove white space at its ends, and end lines
/// in a way of their own.
std::string comparable_text(std::string_view text);

/// Whether a platform tells of a text that was sent.
bool is_same_text(std::string_view sent, std::string_view told);

}  // namespace rostrum::platforms
