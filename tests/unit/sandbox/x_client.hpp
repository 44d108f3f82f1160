#pragma once

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "sandbox/x/x.hpp"
#include "sandbox_client.hpp"

#include <string>
#include <string_view>

namespace rostrum::sandbox::test {

/// A client of the simulated X.
class XClient : public SandboxClient {
public:
    XClient() : SandboxClient(1, parse_time("2026-11-21T12:00:00Z").value()) {}

    static constexpr std::string_view verifier = "a-verifier-that-has-at-least-43-characters-in-it";

    static std::string consent(const std::string& rest) {
        const auto challenge = crypto::base64url_encode(crypto::sha256(verifier));
        return fmt::format("/x.com/i/oauth2/authorize?response_type=code&client_id={}"
                           "&redirect_uri={}&scope=tweet.read%20users.read%20offline.access"
                           "&state=st&code_challenge={}&code_challenge_method=S256{}",
                           http::percent_encode(x::client_id), http::percent_encode(redirect_uri),
                           challenge, rest);
    }

    std::string code(std::string_view account) {
        const auto answer = get(consent(fmt::format("&auto=allow&account={}", account)));
        EXPECT_EQ(answer.status, 302) << answer.text;
        const std::string location(answer.headers.get("Location"));
        const auto begin = location.find("code=") + 5;
        return location.substr(begin, location.find('&', begin) - begin);
    }

    static http::Query code_form(std::string code) {
        return {{"grant_type", "authorization_code"},
                {"code", std::move(code)},
                {"redirect_uri", std::string(redirect_uri)},
                {"code_verifier", std::string(verifier)}};
    }
    static http::Query refresh_form(std::string token) {
        return {{"grant_type", "refresh_token"}, {"refresh_token", std::move(token)}};
    }

    /// A form with the app's credentials in the header.
    Answer post(std::string_view path, const http::Query& form,
                std::string_view secret = x::client_secret) {
        const auto both = fmt::format("{}:{}", x::client_id, secret);
        return send(http::Method::post, fmt::format("/api.x.com/2/oauth2/{}", path),
                    {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Authorization",
                      "Basic " + crypto::base64_encode(crypto::as_bytes(std::string_view(both)))}},
                    form.encode());
    }

    /// The answer with the tokens of a login.
    json::value log_in(std::string_view account) {
        const auto answer = post("token", code_form(code(account)));
        EXPECT_EQ(answer.status, 200) << answer.text;
        return answer.body();
    }
    std::string access(std::string_view account) {
        return std::string(log_in(account).at("access_token").as_string());
    }

    /// A call of the API; `path` begins behind the version.
    Answer api(std::string_view token, std::string_view path) {
        return get(fmt::format("/api.x.com/2/{}", path),
                   {{"Authorization", fmt::format("Bearer {}", token)}});
    }
    std::string id(std::string_view token) {
        return std::string(api(token, "users/me").body().at("data").at("id").as_string());
    }
};

}  // namespace rostrum::sandbox::test
