#pragma once

#include "core/json_writer.hpp"
#include "http/server/response.hpp"
#include "sandbox/cast.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::tiktok {

/// The flat shape of the OAuth endpoints.
http::Response oauth_error(int status, std::string_view error, std::string_view description,
                           Time now);

/// The shape of the API: every answer has an `error`, also a good one.
struct ApiError {
    int status;
    std::string_view code;
    std::string message;
};
http::Response api_error(const ApiError& error, Time now);
void write_error(JsonWriter& out, std::string_view code, std::string_view message, Time now);

/// A wrong parameter of the Display API, and one of the Content Posting API.
ApiError bad_parameter(std::string message);
ApiError bad_post(std::string message);

template <typename T>
using ApiResult = std::expected<T, ApiError>;

/// The 19 digits that a video is called by.
std::string video_id(std::uint64_t number);
std::optional<std::uint64_t> parse_video_id(std::string_view text);

}  // namespace rostrum::sandbox::tiktok
