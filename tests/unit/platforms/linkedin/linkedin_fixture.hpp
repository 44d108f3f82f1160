#pragma once

#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/linkedin.hpp"
#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms::linkedin {

/// The platform with a scripted client, and what it was asked.
class LinkedInTest : public PlatformTest {
protected:
    std::unique_ptr<Platform> make(std::string api_version = {}) {
        return create({.client_id = "app",
                       .client_secret = Secret("app-secret"),
                       .redirect_uri = {},
                       .base_url = {},
                       .api_version = std::move(api_version)},
                      parts());
    }

    static std::vector<std::string> all_scopes() {
        std::vector<std::string> scopes;
        for (const auto& scope : linkedin::descriptor.scopes) scopes.emplace_back(scope.name);
        return scopes;
    }
    static std::vector<std::string> sign_in_scopes() { return {"openid", "profile"}; }

    static Access organization(std::vector<std::string> scopes = all_scopes()) {
        return {.token = Secret("tok"),
                .external_id = "urn:li:organization:55",
                .scopes = std::move(scopes)};
    }
    static Access member(std::vector<std::string> scopes = all_scopes()) {
        return {.token = Secret("tok"),
                .external_id = "urn:li:person:ab1",
                .scopes = std::move(scopes)};
    }

    const std::string& url(std::size_t index) const { return client.requests.at(index).url; }
    std::string_view header(std::size_t index, std::string_view name) const {
        return client.requests.at(index).headers.get(name);
    }
    void refuse(int status = 403) {
        client.answer(R"({"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED",)"
                      R"("message":"Not enough permissions"})",
                      status);
    }

    std::unique_ptr<Platform> platform = make();
    Authorizer& authorizer = platform->authorizer();
    Reader& reader = *platform->reader();
};

inline constexpr std::string_view rest_root = "https://api.linkedin.com/rest/";

}  // namespace rostrum::platforms::linkedin
