#pragma once

#include "api/route.hpp"
#include "api/services.hpp"
#include "http/server/router.hpp"

namespace rostrum::api {

/// The name of the session cookie.
inline constexpr std::string_view session_cookie = "rostrum_session";

/// Who makes the request: by the Authorization header, else by the cookie. Errors:
/// `unauthenticated`.
Task<Result<accounts::Principal>> authenticate(Services& services, Context& context);

/// Turns a route into the handler that the router calls: finds out who asks, checks whether they
/// may, honours the Idempotency-Key, and renders errors.
http::Handler guarded(Services& services, Route route);

}  // namespace rostrum::api
