#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/youtube/call.hpp"

namespace rostrum::platforms::youtube {

/// Google's OAuth for web servers. Safe to use from every loop.
class YouTubeAuthorizer final : public Authorizer {
public:
    /// What is referred to must outlive it.
    YouTubeAuthorizer(const PlatformCall& call, const YouTubeCall& api, const Clock& clock,
                      const AppSettings& settings)
        : call_(call), api_(api), clock_(clock), settings_(settings) {}

    std::string authorize_url(const AuthorizeRequest& request) const override;

    /// The answer may be without a refresh token; one that was given out earlier is still valid
    /// then.
    Task<Outcome<Tokens>> exchange(Grant grant) override;

    /// Answers no refresh token: the old one stays.
    Task<Outcome<Tokens>> refresh(Tokens tokens) override;

    /// Ends everything that the Google account ever granted this app for the channel.
    Task<Outcome<bool>> revoke(Tokens tokens) override;

    /// One: which channel, the user chose on the consent page.
    Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) override;

private:
    CallRequest token_request(Effect effect) const;

    const PlatformCall& call_;
    const YouTubeCall& api_;
    const Clock& clock_;
    const AppSettings& settings_;
};

}  // namespace rostrum::platforms::youtube
