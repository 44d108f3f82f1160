#pragma once

#include "core/errors.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"

namespace rostrum::api {

/// The status of an error code.
int http_status(ErrorCode code) noexcept;

/// The error envelope: code, message, details, retryable, userMessage, requestId. Server errors
/// show no message of ours.
http::Response error_response(const Error& error, const http::Request& request);

}  // namespace rostrum::api
