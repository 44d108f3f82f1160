#pragma once

#include "core/json.hpp"
#include "platforms/linkedin/publish_data.hpp"
#include "platforms/post_content.hpp"

#include <string>
#include <string_view>

namespace rostrum::platforms::linkedin {

/// The text of a post, as people write it. Beside files a link has no place of its own: it stands
/// below the text.
std::string commentary_of(const PostContent& content);

/// What a post is made with. The same post always makes the same body, which is what the platform
/// recognises a repetition by.
json::object post_body(const PostContent& content, const PublishData& data,
                       std::string_view author);

}  // namespace rostrum::platforms::linkedin
