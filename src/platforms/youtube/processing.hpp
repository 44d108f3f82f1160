#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What becomes of a video after its last byte.
namespace rostrum::platforms::youtube {

struct VideoState {
    std::string upload;      ///< "uploaded", "processed", "failed", "rejected", "deleted"
    std::string reason;      ///< why it failed or was rejected
    std::string processing;  ///< "processing", "succeeded", "failed", "terminated"
    std::string privacy;
};

/// The state of the first video of a list; none when the list is empty.
std::optional<VideoState> parse_state(const json::value& body);

/// The error of a post that is given up, in words for its author.
PlatformError refusal(std::string_view code, std::string message);

/// What YouTube found wrong with a video that was uploaded whole.
PlatformError processing_error(std::string code);

}  // namespace rostrum::platforms::youtube
