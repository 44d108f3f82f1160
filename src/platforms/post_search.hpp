#pragma once

#include "platforms/platform.hpp"

#include <functional>
#include <optional>
#include <string>

namespace rostrum::platforms {

/// What was found in an account's own list.
struct PostSearch {
    std::optional<PlatformPost> found;
    bool is_whole = true;  ///< false: the list goes on behind what was read
};

/// The page of a list, newest first, behind a cursor.
using PostPages = std::function<Task<Outcome<PostPage>>(std::string cursor)>;

/// Looks for the newest post since a time that matches. Pages are read until one ends before that
/// time, since much may have been posted after what is looked for.
Task<Outcome<PostSearch>> search_posts(PostPages pages, Time since,
                                       std::function<bool(const PlatformPost&)> matches);

}  // namespace rostrum::platforms
