#pragma once

#include "http/server/response.hpp"
#include "sandbox/instagram/graph.hpp"

#include <string>

namespace rostrum::sandbox::instagram {

/// A page of a list has at most, and by default, so many elements.
inline constexpr std::int64_t page_size_max = 100;
inline constexpr std::int64_t page_size_default = 25;
/// Only the newest so many posts of an account can be listed.
inline constexpr std::int64_t listed_posts_max = 10'000;

/// `GET /<IG_ID>/media`: posts, newest first, with cursors, `since` and `until`.
GraphResult<http::Response> media_list(const GraphCall& call);

/// `GET /<IG_ID>/stories`: what is up at the moment, in one page.
GraphResult<http::Response> story_list(const GraphCall& call);

/// `GET /<MEDIA_ID>`: a post, a story, or a child of a carousel.
GraphResult<http::Response> media_object(const GraphCall& call, const Found& found);

}  // namespace rostrum::sandbox::instagram
