#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"

namespace rostrum::platforms::tiktok {

/// Login Kit for the web. Safe to use from every loop.
class TikTokAuthorizer final : public Authorizer {
public:
    /// What is referred to must outlive it.
    TikTokAuthorizer(const PlatformCall& call, const Clock& clock, const AppSettings& settings)
        : call_(call), clock_(clock), settings_(settings) {}

    std::string authorize_url(const AuthorizeRequest& request) const override;

    Task<Outcome<Tokens>> exchange(Grant grant) override;

    /// Each refresh answers a new refresh token, and the one that was sent is dead at once.
    Task<Outcome<Tokens>> refresh(Tokens tokens) override;

    Task<Outcome<bool>> revoke(Tokens tokens) override;
    Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) override;

private:
    CallRequest token_request(std::string_view path, Effect effect) const;

    const PlatformCall& call_;
    const Clock& clock_;
    const AppSettings& settings_;
};

}  // namespace rostrum::platforms::tiktok
