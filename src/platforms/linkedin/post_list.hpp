#pragma once

#include "platforms/linkedin/rest.hpp"
#include "platforms/platform.hpp"

#include <cstddef>
#include <string>

namespace rostrum::platforms::linkedin {

/// A page of what a member or an organisation published, without figures: the list has none. The
/// cursor is a position, as the platform has no other. Pictures are asked for once a page; where
/// that fails, the posts are without.
Task<Outcome<PostPage>> list_posts(const Rest& rest, Caller caller, std::string author,
                                   std::string cursor, std::size_t limit);

}  // namespace rostrum::platforms::linkedin
