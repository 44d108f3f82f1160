#pragma once

#include "http/server/response.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum::http {

/// How the end of a response's body is told.
enum class BodyFraming : std::uint8_t {
    none,         ///< the status allows no body: 204, 304
    length,       ///< Content-Length
    chunked,      ///< Transfer-Encoding: chunked
    until_close,  ///< by closing the connection: streams to HTTP/1.0
};

/// What the connection, and not the handler, decides about a response.
struct HeadOptions {
    BodyFraming framing = BodyFraming::length;
    std::size_t content_length = 0;
    bool http_1_1 = true;
    bool keep_alive = true;
    std::string_view request_id;
};

/// "Fri, 20 Nov 2026 09:15:02 GMT"
std::string http_date(std::chrono::sys_seconds time);

/// Whether responses of this status have a body at all.
bool allows_body(int status) noexcept;

/// Appends the status line and the fields. Fields that belong to the connection (Connection,
/// Content-Length, Date, Transfer-Encoding) are its own; the response's are dropped. Control
/// characters in a value become spaces, so that no value can start a field of its own.
void append_head(std::string& out, const Response& response, const HeadOptions& options);

}  // namespace rostrum::http
