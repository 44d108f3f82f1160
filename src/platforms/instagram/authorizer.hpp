#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"

#include <string>
#include <vector>

namespace rostrum::platforms::instagram {

/// Business Login for Instagram. Safe to use from every loop.
class InstagramAuthorizer final : public Authorizer {
public:
    /// `graph_root` is the Graph host with the API's version. What is referred to must outlive it.
    InstagramAuthorizer(const PlatformCall& call, const Clock& clock, std::string graph_root,
                        const AppSettings& settings);

    std::string authorize_url(const AuthorizeRequest& request) const override;

    /// Trades the code for a token of one hour, and that for a lasting one. Without the second
    /// there is an error: a token of one hour is never answered. The code is used up by then.
    Task<Outcome<Tokens>> exchange(Grant grant) override;

    /// The old token stays valid, so that nothing is lost with a lost answer: `retry_later`.
    Task<Outcome<Tokens>> refresh(Tokens tokens) override;

    /// Answers at once: no call to end a grant is documented for this login. The owner can remove
    /// the app in Instagram's settings.
    Task<Outcome<bool>> revoke(Tokens tokens) override;

    Task<Outcome<std::vector<Account>>> accounts(Tokens tokens) override;

private:
    Task<Outcome<json::value>> trade_code(Grant grant) const;
    Task<Outcome<json::value>> prolong(Secret short_lived) const;

    const PlatformCall& call_;
    const Clock& clock_;
    std::string graph_root_;
    const AppSettings& settings_;
};

}  // namespace rostrum::platforms::instagram
