#pragma once

#include "http/server/response.hpp"

#include <string>
#include <string_view>

namespace rostrum::http {

/// One server-sent event in its wire form. Line breaks in `data` become several data lines.
std::string sse_event(std::string_view id, std::string_view type, std::string_view data);

/// A comment line that keeps proxies from closing a quiet stream.
inline constexpr std::string_view sse_keep_alive = ": keep-alive\n\n";

/// A response of type text/event-stream that runs `stream`.
Response sse_response(BodyStream stream);

}  // namespace rostrum::http
