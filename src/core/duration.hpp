#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace rostrum {

/// A length of time as people write it: "90s", "2h", "1.5d", "200ms", or "0". Units are ms, s, m, h
/// and d; three digits may follow the point. Nothing when it is anything else, or negative, or
/// longer than a million units.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace rostrum
