#pragma once

#include <string>
#include <string_view>

namespace rostrum::sandbox::linkedin {

/// What people see of a commentary in "little text". A reserved character that is not escaped cuts
/// off the rest, as people report of the platform.
std::string shown_text(std::string_view little_text);

}  // namespace rostrum::sandbox::linkedin
