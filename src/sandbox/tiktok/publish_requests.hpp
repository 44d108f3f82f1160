#pragma once

#include "http/server/request.hpp"
#include "sandbox/tiktok/publish_tasks.hpp"
#include "sandbox/tiktok/wire.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rostrum::sandbox::tiktok {

inline constexpr std::string_view level_public = "PUBLIC_TO_EVERYONE";
inline constexpr std::string_view level_self = "SELF_ONLY";

/// Reads what a request for a video describes; `invalid_param` or `url_ownership_unverified`.
ApiResult<PublishTask> read_video(const http::Request& request, bool is_draft);

/// The same for photos, which say themselves whether they are a draft.
ApiResult<PublishTask> read_photos(const http::Request& request);

/// The `publish_id` of a body, wherever that is; empty when there is none.
std::string read_publish_id(std::string_view body);

/// A part of a file, of "bytes 0-99/1000".
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t total = 0;
};
std::optional<ByteRange> parse_byte_range(std::string_view text);

}  // namespace rostrum::sandbox::tiktok
