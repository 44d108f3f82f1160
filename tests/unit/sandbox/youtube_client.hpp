#pragma once

#include "sandbox/youtube/youtube.hpp"
#include "unit/sandbox/sandbox_client.hpp"

#include <string>
#include <string_view>

namespace rostrum::sandbox::youtube {

using test::Answer;
using test::SandboxClient;

inline constexpr std::string_view readonly = "https://www.googleapis.com/auth/youtube.readonly";
inline constexpr std::string_view analytics =
    "https://www.googleapis.com/auth/yt-analytics.readonly";

/// The text at a path such as "items/0/id"; empty when it is not there.
inline std::string at(const json::value& value, std::string_view path) {
    boost::system::error_code error;
    const auto* found = value.find_pointer('/' + std::string(path), error);
    if (found == nullptr) return {};
    if (const auto* text = found->if_string()) return {text->data(), text->size()};
    return json::serialize(*found);
}

/// A client that signs in and calls as an app does.
class YouTubeSandbox : public ::testing::Test {
protected:
    static constexpr std::string_view redirect_uri = "http://localhost:8080/callback";

    /// The query of the address that the browser is sent back to.
    http::Query come_back(std::string_view account, std::string_view more = "",
                          std::string_view prompt = "consent") {
        const http::Query query{{"client_id", std::string(client_id)},
                                {"redirect_uri", std::string(redirect_uri)},
                                {"response_type", "code"},
                                {"scope", std::string(readonly) + ' ' + std::string(analytics)},
                                {"state", "st"},
                                {"access_type", "offline"},
                                {"prompt", std::string(prompt)}};
        const auto answer = client.get(
            fmt::format("/accounts.google.com/o/oauth2/v2/auth?{}&auto=allow&account={}{}",
                        query.encode(), account, more));
        EXPECT_EQ(answer.status, 302) << answer.text;
        const std::string location(answer.headers.get("Location"));
        return http::parse_query(location.substr(location.find('?') + 1)).value();
    }
    std::string code(std::string_view account, std::string_view more = "",
                     std::string_view prompt = "consent") {
        return std::string(come_back(account, more, prompt).get("code").value_or(""));
    }

    Answer token(http::Query form) {
        form.add("client_id", std::string(client_id));
        form.add("client_secret", std::string(client_secret));
        return client.post_form("/oauth2.googleapis.com/token", form);
    }
    Answer exchange(std::string code, std::string_view redirect = redirect_uri) {
        return token({{"grant_type", "authorization_code"},
                      {"code", std::move(code)},
                      {"redirect_uri", std::string(redirect)}});
    }
    Answer refresh(std::string refresh_token) {
        return token(
            {{"grant_type", "refresh_token"}, {"refresh_token", std::move(refresh_token)}});
    }
    Answer revoke(std::string token) {
        return client.post_form("/oauth2.googleapis.com/revoke", {{"token", std::move(token)}});
    }
    std::string access(std::string_view account, std::string_view more = "") {
        return at(exchange(code(account, more)).body(), "access_token");
    }

    Answer data(std::string_view token, std::string_view path) {
        return client.get(fmt::format("/www.googleapis.com/youtube/v3/{}", path),
                          {{"Authorization", fmt::format("Bearer {}", token)}});
    }
    Answer report(std::string_view token, std::string_view query) {
        return client.get(fmt::format("/youtubeanalytics.googleapis.com/v2/reports?{}", query),
                          {{"Authorization", fmt::format("Bearer {}", token)}});
    }
    std::string uploads(std::string_view token) {
        return at(data(token, "channels?part=contentDetails&mine=true").body(),
                  "items/0/contentDetails/relatedPlaylists/uploads");
    }
    static std::string reason(const Answer& answer) {
        return at(answer.body(), "error/errors/0/reason");
    }
    static std::string error(const Answer& answer) { return at(answer.body(), "error"); }

    SandboxClient client{1, *parse_time("2026-11-21T12:00:00Z")};
};

}  // namespace rostrum::sandbox::youtube
