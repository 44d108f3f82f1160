#pragma once

#include "core/metrics.hpp"
#include "http/server/client_address.hpp"
#include "http/server/server.hpp"

namespace rostrum::http {

/// Makes `remote_address` the client's where the peer is a trusted proxy. Stands outermost.
Middleware client_addresses(TrustedProxies proxies);

/// One log line per request: method, path (no query), route, status, bytes, milliseconds, request
/// id.
Middleware access_log();

/// http_requests_total{route,method,status} and http_request_seconds{route}.
Middleware request_metrics(Metrics& metrics);

/// Content-Security-Policy, X-Content-Type-Options, Referrer-Policy, frame denial, X-Request-Id.
Middleware security_headers();

/// Answers an exception that left a handler with `server_error`, and logs it.
Middleware catch_exceptions(ErrorRenderer render);

/// Answers GET with an ETag and If-None-Match with 304, for bodies up to 1 MiB without an ETag yet.
Middleware etag();

/// Joins the middleware around `handler`.
Handler chain(const std::vector<Middleware>& middleware, Handler handler);

}  // namespace rostrum::http
