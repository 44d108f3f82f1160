#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/linkedin/rest.hpp"
#include "platforms/platform.hpp"

namespace rostrum::platforms::linkedin {

/// OAuth 2.0 with a secret and without PKCE. Safe to use from every loop.
class LinkedInAuthorizer final : public Authorizer {
public:
    /// What is referred to must outlive it.
    LinkedInAuthorizer(const PlatformCall& call, const Rest& rest, const Clock& clock,
                       const AppSettings& settings)
        : call_(call), rest_(rest), clock_(clock), settings_(settings) {}

    std::string authorize_url(const AuthorizeRequest& request) const override;

    Task<Outcome<Tokens>> exchange(Grant grant) override;

    /// Most apps get no refresh token. Without one there is nothing to refresh with: the access
    /// goes on to its end, and only then has the member to connect again.
    Task<Outcome<Tokens>> refresh(Tokens tokens) override;

    /// There is no call for that: the member removes the app in LinkedIn's settings.
    Task<Outcome<bool>> revoke(Tokens tokens) override;

    /// The member first, then the organisations that they administer, all reached with the grant's
    /// tokens.
    Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) override;

private:
    CallRequest token_request(Effect effect) const;
    PlatformError nothing_to_refresh_with(const Tokens& tokens) const;

    const PlatformCall& call_;
    const Rest& rest_;
    const Clock& clock_;
    const AppSettings& settings_;
};

}  // namespace rostrum::platforms::linkedin
