#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>

/// A page and its posts as the structs of platform.hpp. Unknown fields are ignored, absent fields
/// and such of a wrong type are empty; nothing throws. An empty optional means that the answer
/// lacks what makes it one.
namespace rostrum::platforms::facebook {

std::optional<Profile> parse_profile(const json::value& body);

/// A page of the list of posts; none when the answer has no list. A post without id or time is left
/// out.
std::optional<PostPage> parse_posts(const json::value& body);

}  // namespace rostrum::platforms::facebook
