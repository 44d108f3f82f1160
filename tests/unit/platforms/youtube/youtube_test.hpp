#pragma once

#include "platforms/youtube/youtube.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::youtube {

/// YouTube with an app of its own, answered from a script.
class YouTubeTest : public PlatformTest {
protected:
    std::unique_ptr<Platform> platform = create({.client_id = "app",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
    Authorizer& authorizer = platform->authorizer();
    Reader& reader = *platform->reader();
    Publisher& publisher = *platform->publisher();

    static std::vector<std::string> all_scopes() {
        return {std::string(scope_readonly), std::string(scope_analytics)};
    }
    static Access access(std::vector<std::string> scopes = all_scopes()) {
        return {.token = Secret("ya29.1"), .external_id = "UC1", .scopes = std::move(scopes)};
    }
    std::string_view authorization(std::size_t index) const {
        return client.requests.at(index).headers.get("Authorization");
    }
};

}  // namespace rostrum::platforms::youtube
