#pragma once

#include "http/server/context.hpp"
#include "http/server/refusal.hpp"

namespace rostrum::http {

/// The innermost handler: the route's, or the answer to an unknown path or a wrong method.
Task<Response> dispatch(const ServerContext& server, Request& request);

/// Renders an error; never throws. The status is the refusal's, whatever the renderer says.
Response render_refusal(const ServerContext& server, const Refusal& refusal,
                        const Request& request) noexcept;

}  // namespace rostrum::http
