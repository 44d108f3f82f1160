#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::x {

/// The addresses in a text that somebody posted, in order. Simpler than the platform's rules: words
/// with http:// or https://, and bare ones that end with one of a few top-level domains.
std::vector<std::string> addresses_in(std::string_view text);

/// How long the platform thinks a text is: 2 for what is no Latin, Cyrillic, Arabic, ... character,
/// for an emoji of any length too, and 23 for an address.
std::size_t weight_of(std::string_view text);

std::size_t cashtags_in(std::string_view text);

}  // namespace rostrum::sandbox::x
