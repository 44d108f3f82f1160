#pragma once

#include "http/server/response.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace rostrum::sandbox::youtube {

/// {"error":"...","error_description":"..."} of the OAuth endpoints.
http::Response oauth_error(int status, std::string_view error, std::string_view description);

/// An error of the APIs; the reason is what programs go by.
struct ApiError {
    int status = 400;
    std::string_view reason;
    std::string message;
    std::string_view domain = "youtube.parameter";
};

/// {"error":{"code":...,"message":"...","errors":[{"domain","reason","message"}]}}
http::Response api_error(const ApiError& error);

template <typename T>
using ApiResult = std::expected<T, ApiError>;

ApiError bad_credentials();
ApiError missing_scope();
ApiError missing_parameter(std::string_view name);
/// The day's units are used up.
ApiError quota_exceeded();
/// Too many calls in a short time; of one user, or of all.
ApiError rate_exceeded(bool of_user);
/// What a fault of this HTTP status is answered with.
ApiError broken(int status);

}  // namespace rostrum::sandbox::youtube
