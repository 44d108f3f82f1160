#pragma once

#include "platforms/post_rules.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

/// Cuts a long text into the posts of a thread, none longer than `max` as `measure` counts. Cuts
/// are made between paragraphs where a post then is at least half full, else behind a sentence,
/// else between words. A word, and so an address, is never cut, unless it alone is longer than a
/// post: then between characters as people see them. The white space at a cut is gone; every other
/// character is in exactly one part, in order. The same text is always cut in the same way. No
/// parts when the text is blank.
std::vector<std::string> split_thread(std::string_view text, std::size_t max, TextMeasure measure);

}  // namespace rostrum::platforms
