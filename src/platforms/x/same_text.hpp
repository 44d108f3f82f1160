#pragma once

#include <string_view>

namespace rostrum::platforms::x {

/// Whether a text that X tells is one that was sent there. Addresses come back with a protocol or
/// with a slash more, white space may differ, characters are composed.
bool is_same_text(std::string_view sent, std::string_view told);

/// The same of a reply, before whose text X may put the names of those it goes to.
bool is_same_reply(std::string_view sent, std::string_view told);

}  // namespace rostrum::platforms::x
