#pragma once

#include "platforms/answer.hpp"
#include "platforms/post_content.hpp"

#include <string>
#include <string_view>

namespace rostrum::platforms::tiktok {

/// The call that begins a post.
struct PostInit {
    std::string_view endpoint;  ///< its logical name
    std::string_view path;      ///< behind /v2/post/publish/
    /// A task that waits for bytes makes nothing by itself; one whose files TikTok fetches does.
    Effect effect = Effect::renewal;
    std::string body;
};

/// Of a post with files.
PostInit init_of(const PostContent& content);

}  // namespace rostrum::platforms::tiktok
