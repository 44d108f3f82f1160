#pragma once

#include <string_view>

namespace rostrum::app {

/// The version of this program; CHANGELOG.md says what is in it.
inline constexpr std::string_view version = ROSTRUM_VERSION;

}  // namespace rostrum::app
