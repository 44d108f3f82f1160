#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"

namespace rostrum::platforms::x {

/// OAuth 2.0 with PKCE, as a confidential client. Safe to use from every loop.
class XAuthorizer final : public Authorizer {
public:
    /// What is referred to must outlive it.
    XAuthorizer(const PlatformCall& call, const Clock& clock, const AppSettings& settings)
        : call_(call), clock_(clock), settings_(settings) {}

    std::string authorize_url(const AuthorizeRequest& request) const override;

    /// A code lives for 30 seconds only.
    Task<Outcome<Tokens>> exchange(Grant grant) override;

    /// Each refresh answers a new refresh token. The one that was sent is dead at once, and sending
    /// it again may end the whole grant.
    Task<Outcome<Tokens>> refresh(Tokens tokens) override;

    /// Ends both tokens, since no document says that one takes the other along.
    Task<Outcome<bool>> revoke(Tokens tokens) override;
    Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) override;

private:
    CallRequest token_request(std::string_view path, Effect effect) const;

    const PlatformCall& call_;
    const Clock& clock_;
    const AppSettings& settings_;
};

}  // namespace rostrum::platforms::x
