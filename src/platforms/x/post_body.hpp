#pragma once

#include "core/json.hpp"
#include "platforms/post_content.hpp"
#include "platforms/x/publish_data.hpp"

namespace rostrum::platforms::x {

/// What the next post is made with. Files, a poll and the rest belong to the first one; those after
/// it reply to the one before.
json::object post_body(const PostContent& content, const PublishData& data);

}  // namespace rostrum::platforms::x
