#include "api/callback_page.hpp"

#include "core/json.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace rostrum::api {
namespace {

/// What the page tells its opener.
json::object outcome_of(const http::Response& page) {
    const std::string_view body = page.body_view();
    const std::string_view before = "data-outcome=\"";
    const auto start = body.find(before) + before.size();
    std::string text(body.substr(start, body.find('"', start) - start));
    for (const auto& [escaped, plain] :
         {std::pair<std::string_view, std::string_view>{"&quot;", "\""},
          {"&lt;", "<"},
          {"&gt;", ">"},
          {"&#39;", "'"},
          {"&amp;", "&"}}) {
        for (std::size_t at = 0; (at = text.find(escaped, at)) != std::string::npos; ++at) {
            text.replace(at, escaped.size(), plain);
        }
    }
    return json::parse(text).as_object();
}

TEST(ConnectedPage, tells_the_opener_which_account_it_is) {
    const ConnectionId id{*parse_uuid("0190a7c4-12ef-7abc-8def-0123456789ab")};
    const auto page = connected_page("instagram", id);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.headers.get("Content-Type").starts_with("text/html"));
    const auto outcome = outcome_of(page);
    EXPECT_EQ(outcome.at("type"), "rostrum:connected");
    EXPECT_EQ(outcome.at("platform"), "instagram");
    EXPECT_EQ(outcome.at("connectionId"), "0190a7c4-12ef-7abc-8def-0123456789ab");
}

TEST(ConnectErrorPage, tells_what_went_wrong_in_words) {
    const auto page =
        connect_error_page(403, "instagram", make_error(ErrorCode::access_denied, "for the log"));
    EXPECT_EQ(page.status, 403);
    EXPECT_EQ(outcome_of(page).at("error"), "access_denied");
    EXPECT_TRUE(page.body_view().contains("The connection was declined at the platform."));
    EXPECT_FALSE(page.body_view().contains("for the log"));
}

TEST(ConnectErrorPage, lets_no_markup_in) {
    const std::string evil = "</p><script>alert(1)</script>\" onload='x' &lt;";
    const auto page =
        connect_error_page(400, evil, make_error(ErrorCode::invalid_scope, "x", std::string(evil)));
    EXPECT_FALSE(page.body_view().contains("<script>alert"));
    EXPECT_FALSE(page.body_view().contains("onload='"));
    EXPECT_EQ(outcome_of(page).at("message").as_string(), evil);
    EXPECT_EQ(outcome_of(page).at("platform").as_string(), evil);
}

TEST(CallbackScript, stands_apart_from_the_pages) {
    EXPECT_TRUE(callback_script().headers.get("Content-Type").starts_with("text/javascript"));
    const auto page = connected_page("instagram", ConnectionId{});
    EXPECT_TRUE(page.body_view().contains("src=\"/api/v1/connections/callback.js\""));
    EXPECT_TRUE(callback_script().body_view().contains("window.location.origin"))
        << "the outcome is told to our own origin only";
}

}  // namespace
}  // namespace rostrum::api
