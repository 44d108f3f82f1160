#pragma once

#include "platforms/text_measure.hpp"

#include <cstddef>
#include <string_view>

/// How X measures a text, by the rules that its library twitter-text calls version 3.
namespace rostrum::platforms::x {

/// Of a post; accounts that pay for Premium may write `premium_text_max`.
inline constexpr std::size_t text_max = 280;
inline constexpr std::size_t premium_text_max = 25'000;

/// The length of a text as X counts it: composed (NFC), 1 for a Latin, Cyrillic, Arabic, ...
/// character, 2 for most others, 2 for an emoji of any length, 23 for an address.
std::size_t text_length(std::string_view text);
inline constexpr TextMeasure by_weight{TextUnit::weighted, text_length};

/// Whether X will shorten an address in it, which makes a post dearer.
bool has_link(std::string_view text);

/// How many cashtags such as "$XYZ" there are.
std::size_t count_cashtags(std::string_view text);

/// Whether it has a character that X accepts nowhere: U+FFFE, U+FEFF, U+FFFF.
bool has_invalid_character(std::string_view text);

}  // namespace rostrum::platforms::x
