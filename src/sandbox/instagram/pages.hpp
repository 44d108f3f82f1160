#pragma once

#include "http/server/response.hpp"
#include "sandbox/instagram/scopes.hpp"
#include "sandbox/instagram/world.hpp"
#include "sandbox/page.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

/// What the consent page shows, and where its form goes.
struct ConsentPage {
    std::string origin;
    std::string form_action;
    std::string back_to;  ///< the host that the user came from
    ScopeSet scopes;
    std::string_view selected;  ///< the username that is picked at first
    Time now{};
};

/// A form with an account to pick, the permissions to tick, and `Allow` and `Deny`.
http::Response consent_page(const World& world, const ConsentPage& page);

/// What a permalink shows: the picture and the caption of a post or story.
http::Response post_page(const Found& found, std::string_view origin, Time now);

}  // namespace rostrum::sandbox::instagram
