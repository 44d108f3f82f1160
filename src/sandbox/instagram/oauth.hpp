#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "sandbox/instagram/codes.hpp"
#include "sandbox/instagram/tokens.hpp"
#include "sandbox/instagram/world.hpp"

#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

/// The app that is known here, with the credentials of its own that Instagram Login has.
inline constexpr std::string_view app_id = "1490000000000001";
inline constexpr std::string_view app_secret = "5ab7c1d2e3f40516273849a0b1c2d3e4";

struct AuthorizeRequest;

/// The login, from the consent page to tokens and their renewal. Safe to use from any thread.
class OAuth {
public:
    OAuth(const World& world, const Clock& clock, Random& random, Tokens& tokens)
        : world_(world), clock_(clock), tokens_(tokens), codes_(random) {}

    /// `GET www.instagram.com/oauth/authorize`: the consent page, or with `auto=allow|deny` and
    /// `account=NAME` (and `grant=scope,scope`) the redirect that a user would have caused.
    http::Response authorize(const http::Request& request);
    /// `POST www.instagram.com/oauth/authorize/decision`: the form of the consent page; the
    /// parameters of the authorization stand in its query.
    http::Response decide(const http::Request& request);
    /// `POST api.instagram.com/oauth/access_token`: a code for a short-lived token.
    http::Response exchange_code(const http::Request& request);
    /// `GET graph.instagram.com/access_token`: a short-lived token for a long-lived one.
    http::Response exchange_token(const http::Request& request);
    /// `GET graph.instagram.com/refresh_access_token`: another sixty days. The old token goes on.
    http::Response refresh(const http::Request& request);

    void reset() { codes_.reset(); }

private:
    http::Response allow(const http::Request& request, const AuthorizeRequest& asked,
                         std::string_view username, ScopeSet granted);
    http::Response answer_long_token(const Token& from);

    const World& world_;
    const Clock& clock_;
    Tokens& tokens_;
    Codes codes_;
};

}  // namespace rostrum::sandbox::instagram
