#pragma once

#include "http/query.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "sandbox/instagram/scopes.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

/// The parameters of an authorization that may go on.
struct AuthorizeRequest {
    std::string redirect_uri;
    std::optional<std::string> state;
    ScopeSet scopes;
};

/// Checks the parameters in the query of `request`. The error is the answer: a page while the app
/// or its redirect address cannot be trusted, else a redirect with an OAuth error.
std::expected<AuthorizeRequest, http::Response> read_authorize_request(
    const http::Request& request);

/// The app's address with the parameters of the answer, and with the state if there was one.
std::string redirect_address(const AuthorizeRequest& asked, http::Query parameters);

/// The documented answer of a user who says no.
std::string denial_address(const AuthorizeRequest& asked);

/// The query of an authorization without the parameters that answer it by themselves.
std::string consent_query(const http::Request& request);

}  // namespace rostrum::sandbox::instagram
