#pragma once

#include "http/server/request.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace rostrum::sandbox::x {

/// The logical names, for faults.
inline constexpr std::array<std::string_view, 14> endpoint_names{
    "authorize",       "token",         "revoke",      "users_me",          "users_posts",
    "posts",           "create_post",   "delete_post", "upload_initialize", "upload_append",
    "upload_finalize", "upload_status", "upload",      "media_metadata"};

/// The logical name of the endpoint that a request is for, or empty.
std::string_view find_endpoint_name(const http::Request& request);

/// What an endpoint of the API needs, and how many calls a user may make in 15 minutes.
struct EndpointLimits {
    std::string_view endpoint;
    std::int64_t per_user;
    std::int64_t per_app;  ///< 0: none
    std::chrono::seconds app_window;
    std::uint32_t scopes;  ///< as bits
    bool writes = false;
};

/// Null for what is no endpoint of the API.
const EndpointLimits* find_limits(std::string_view endpoint);

}  // namespace rostrum::sandbox::x
