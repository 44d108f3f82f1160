#pragma once

#include <span>
#include <string_view>

namespace rostrum::platforms::x {

/// Whether an address may end with this name, which is in lower case: "com", "jp", "xyz".
bool is_top_level_domain(std::string_view name);

/// Those that are not of ASCII letters only. No sign need follow them: "example.рф" ends with one.
std::span<const std::string_view> foreign_top_level_domains();

}  // namespace rostrum::platforms::x
