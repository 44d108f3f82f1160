#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>

/// Instagram's accounts and media as the structs of platform.hpp, the same at both hosts that
/// answer for them. Unknown fields are ignored, absent fields and such of a wrong type are empty;
/// nothing throws. An empty optional means that the answer lacks what makes it one.
namespace rostrum::platforms::meta {

/// Flat or in `data[0]`. An answer without an id is none.
std::optional<Account> parse_instagram_account(const json::value& body);
std::optional<Profile> parse_instagram_profile(const json::value& body);

/// A page of the media list; none when the answer has no list. An item without id or time is left
/// out.
std::optional<PostPage> parse_media_page(const json::value& body);

/// Figures of one post. A figure that is absent stays empty.
PostMetrics parse_post_metrics(const json::value& body);

/// The object that some answers wrap in a list of one.
const json::value& unwrapped(const json::value& body);

}  // namespace rostrum::platforms::meta
